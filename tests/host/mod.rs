//! Where the program runs: Apache, nginx, containers, its own server.

mod apache;
mod docker;
mod nginx;
mod strangers;
