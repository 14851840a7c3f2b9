//! The doors of the program, by name.

crate::text_enum! {
    /// Through which door requests reach this process, as it tells in `/health`.
    pub enum FrontDoor {
        /// A web server keeps the process and sends it request after request.
        FastCgi => "fastcgi",
        /// A process for each request.
        Cgi => "cgi",
        /// The built-in server, or nobody at all.
        Server => "server",
    }
}
