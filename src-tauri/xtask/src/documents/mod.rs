//! Documents that name what there is in the sources, and must not fall behind it.
