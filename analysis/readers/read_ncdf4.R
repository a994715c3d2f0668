# A result in R: paired differences from the first scenario. Rscript read_ncdf4.R RESULT.h5   (Debian: r-cran-ncdf4)
library(ncdf4)
file <- nc_open(commandArgs(trailingOnly = TRUE)[1])
regret <- ncvar_get(file, "regret", collapse_degen = FALSE)     # R turns the order round: replicate by scenario
colnames(regret) <- ncvar_get(file, "scenario")
pairs <- regret - regret[, 1]                                   # replicate i is one world in all scenarios
print(cbind(difference = colMeans(pairs), sd = apply(pairs, 2, sd)), digits = 10)
nc_close(file)
