#!/bin/sh
# Stands before the compiler for our own packages: opens the doors that only fuzz targets use, and lets the program
# count which branches are taken and what is compared. What others wrote is as it is in every other build.
exec "$@" --cfg fuzzing \
    -Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares
