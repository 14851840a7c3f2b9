//! How this process works on passwords; `features::people::passwords` does the work.

use argon2::Params;

use super::slots::PasswordSlots;

/// Hashes and checks passwords.
#[derive(Clone, Debug)]
pub struct Passwords {
    pub(crate) slots: PasswordSlots,
    pub(crate) apart: bool,
    pub(crate) params: Params,
}

impl Passwords {
    /// Passwords worked on in this process.
    pub const fn new(slots: PasswordSlots) -> Self {
        Self { slots, apart: false, params: Params::DEFAULT }
    }

    /// Hashes with other parameters than the default's, in this process: tests of anything but passwords ask for the least.
    #[must_use]
    pub const fn with_params(mut self, params: Params) -> Self {
        self.params = params;
        self
    }

    /// Has them worked on by a process that ends with each, which must be this very program.
    pub const fn use_child_process(&mut self) {
        self.apart = true;
    }

    /// Lets only one further worker of this process wait for its turn: there are few, and the others must go on serving.
    pub const fn in_threads(&mut self) {
        self.slots.let_wait(1);
    }
}
