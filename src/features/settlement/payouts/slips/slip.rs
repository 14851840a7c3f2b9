//! Payout slips (`bordereaux de reversement`): what they show, and the files they make.

use chrono::{NaiveDate, NaiveDateTime};

use crate::features::settlement::payouts::states::PayoutMethod;
use crate::kernel::text::file_name_part;

/// A file of slips, one per depositor.
#[derive(Debug, Clone)]
pub struct SlipFile {
    /// The association's name.
    pub association: String,
    /// The edition's name.
    pub edition: String,
    /// The day printed on the slips, local time.
    pub made_at: NaiveDateTime,
    /// Slips in the order of printing.
    pub slips: Vec<SlipData>,
}

/// One depositor's slip. All their lists are added up on it.
#[derive(Debug, Clone)]
pub struct SlipData {
    /// Family name then first name, as it is to be read.
    pub depositor: String,
    /// Telephone as written for people.
    pub phone: Option<String>,
    /// Where post reaches them: street, then postal code and town; may be empty.
    pub address: Vec<String>,
    /// Numbers of their lists, in order.
    pub list_numbers: Vec<i32>,
    /// Articles sold, at the price they were sold for.
    pub sold: Vec<SlipArticle>,
    /// Articles to be given back, at the price asked.
    pub unsold: Vec<SlipArticle>,
    /// Articles refused at the deposit, or withdrawn since.
    pub refused: Vec<SlipArticle>,
    /// The reckoning.
    pub reckoning: Reckoning,
    /// The payment when it has been recorded; else its block is left to be filled in.
    pub payment: Option<Payment>,
}

/// One line of a slip.
#[derive(Debug, Clone)]
pub struct SlipArticle {
    /// The printed code, `A2025-L245-A03`.
    pub code: String,
    /// Description.
    pub description: String,
    /// Category, in French.
    pub category: String,
    /// In cents: what its depositor is paid on where it was sold, else the price asked.
    pub price_cents: i64,
    /// Why it was refused or withdrawn.
    pub reason: Option<String>,
}

/// The sums of money.md 1, in cents: gross + adjustments + what is still owed = commission + fees + net.
#[derive(Debug, Clone, Default)]
pub struct Reckoning {
    /// Sum of the sales.
    pub gross_cents: i64,
    /// Commission rate in hundredths of a percent: 2000 is 20 %.
    pub commission_bp: i32,
    /// Commission.
    pub commission_cents: i64,
    /// Fees for the lists.
    pub fees_cents: i64,
    /// Lines beside these.
    pub adjustments: Vec<Adjustment>,
    /// What the depositor receives in all.
    pub net_cents: i64,
    /// What the sales could not cover and the depositor still owes.
    pub fees_due_cents: i64,
    /// What was paid before, when something else is to pay: 0 for a first payment.
    pub paid_before_cents: i64,
}

/// A line beside sales, commission and fees.
#[derive(Debug, Clone)]
pub struct Adjustment {
    /// What it is, in French.
    pub name: &'static str,
    /// Why, in the manager's words.
    pub reason: String,
    /// Amount in cents; above zero in favour of the depositor.
    pub cents: i64,
}

impl Reckoning {
    /// What this slip is there to pay; below zero when too much was paid before.
    pub fn to_pay_cents(&self) -> i64 {
        self.net_cents - self.paid_before_cents
    }
}

/// A recorded payment.
#[derive(Debug, Clone)]
pub struct Payment {
    /// How.
    pub method: PayoutMethod,
    /// Number of the cheque, or reference of the transfer.
    pub number: Option<String>,
    /// When.
    pub paid_on: NaiveDate,
}

/// Name of a slip's own file, in ASCII: `Reversement_245-246_MARTIN.pdf`.
pub fn file_name(list_numbers: &[i32], family_name: &str) -> String {
    let numbers: Vec<String> = list_numbers.iter().map(i32::to_string).collect();
    format!("Reversement_{}_{}.pdf", numbers.join("-"), file_name_part(family_name))
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn a_file_name_is_plain_ascii_whatever_the_name() {
        assert_eq!(file_name(&[245, 246], "Martin"), "Reversement_245-246_MARTIN.pdf");
        assert_eq!(file_name(&[1100], "../../Nguyễn"), "Reversement_1100_NGUYEN.pdf");
    }
}
