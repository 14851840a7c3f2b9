//! The one test binary: a file per feature.

mod documents;
