//! The ways in: found out by what the program was started with.

pub mod cgi;
pub mod fastcgi;
pub mod files;
pub mod probe;
pub mod readiness;
pub mod records;
pub mod server;
pub mod stop;

use rustix::net::sockopt::socket_acceptconn;

/// How this process was started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// Descriptor 0 is a listening socket: a web server's process manager started us.
    FastCgi,
    /// The variables of one request are in the environment.
    Cgi,
    /// A person or cron.
    CommandLine,
}

/// Finds out. The socket is asked first: under some managers FastCGI processes inherit CGI variables.
pub fn find() -> Door {
    if socket_acceptconn(std::io::stdin()).unwrap_or(false) {
        return Door::FastCgi;
    }
    let set = |name| std::env::var_os(name).is_some();
    if set("GATEWAY_INTERFACE") && set("REQUEST_METHOD") { Door::Cgi } else { Door::CommandLine }
}
