//! Bourse: the software of a second-hand sale run by a parents' association.
//!
//! The tour: [`doors`] take requests from Apache, a shell or a browser and hand them to [`app`], which finds the
//! route in [`routes`], checks who asks and runs a handler of [`features`] with what the process keeps ([`program`]).
//! Handlers parse, ask pure `rules`, and read and write through `store`; [`db`] is the only place that knows the engine,
//! [`kernel`] is pure.

pub mod app;
pub mod cli;
pub mod config;
pub mod ctx;
pub mod db;
pub mod doors;
pub mod error;
pub mod features;
pub mod http;
pub mod kernel;
pub mod ops;
pub mod pdf;
pub mod program;
pub mod routes;
pub mod sheets;
