# R from Debian and a package of R's own from source.
#%% session
apt-get install -y -qq --no-install-recommends r-base-core >/dev/null
mkdir -p /tmp/tinyr/R && cd /tmp && printf 'Package: tinyr\nVersion: 0.1\nTitle: t\nAuthor: s\nMaintainer: s <s@example.invalid>\nDescription: d.\nLicense: MIT\n' > tinyr/DESCRIPTION
echo 'export(hi)' > tinyr/NAMESPACE && echo 'hi <- function() 7' > tinyr/R/hi.R
R CMD INSTALL tinyr >/dev/null 2>&1
echo 'options(digits = 3)' > /root/.Rprofile
#%% state
Rscript -e 'library(tinyr); print(hi()); print(pi); cat(rownames(installed.packages()), sep = "\n")'; dpkg --audit
