//! What is taken and shown of people pasted into a box, whatever they are invited as.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{InvitedPerson, UnreadableLine};

/// Most people at once: more come from an export, which is imported.
pub const MOST: usize = 500;

/// `POST /editions/{id}/invitations/bulk/preview` and `POST /editions/{id}/invitations/bulk`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkInvitations {
    /// People as mail programs, spreadsheets and hands write them: addresses one after the other, `Prénom Nom <adresse>`,
    /// `Nom, Prénom <adresse>`, `adresse;prénom;nom` (also with commas or tabs), a table with its header.
    pub text: String,
}

/// Somebody who will get an invitation.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BulkPerson {
    /// Line, from 1.
    pub line: usize,
    /// Address, lower case.
    pub email: String,
    /// Given name, as far as told.
    pub first_name: String,
    /// Family name, as far as told.
    pub last_name: String,
}

/// Something in the box that gets no invitation: a line, a person of it, or columns that are not used.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BulkProblem {
    /// Line, from 1.
    pub line: usize,
    /// What stands there.
    pub value: String,
    /// `email_missing`, `email_invalid`, `name_unreadable`, `names_unclear`, `name_length`, `columns_unused`,
    /// `duplicate_line`; of depositors `invitation_active`, `account_active`, `already_registered`, `list_type_unknown`,
    /// `phone_invalid`, `postal_code_invalid`, and what a slot or a list number has against them, as in a preview of a
    /// file; of people who help `name_missing` and `account_exists`.
    pub code: &'static str,
    /// French sentence.
    pub message: String,
}

impl BulkProblem {
    /// Somebody who can be read, but not invited.
    pub fn about(person: InvitedPerson, code: &'static str, message: impl Into<String>) -> Self {
        Self { line: person.line, value: person.email, code, message: message.into() }
    }
}

/// What inviting would do.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BulkPreview {
    /// Who will get an invitation.
    pub to_invite: Vec<BulkPerson>,
    /// Lines that will be left out, in order.
    pub problems: Vec<BulkProblem>,
}

/// What inviting did.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BulkOutcome {
    /// Invitations made.
    pub invited: usize,
    /// Lines that were left out, in order.
    pub problems: Vec<BulkProblem>,
}

impl From<InvitedPerson> for BulkPerson {
    fn from(person: InvitedPerson) -> Self {
        Self {
            line: person.line,
            email: person.email,
            first_name: person.first_name,
            last_name: person.last_name,
        }
    }
}

impl From<UnreadableLine> for BulkProblem {
    fn from(line: UnreadableLine) -> Self {
        Self { line: line.line, value: line.value, code: line.code, message: line.message }
    }
}
