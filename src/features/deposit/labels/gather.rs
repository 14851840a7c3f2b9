//! From rows to label sheets.

use std::collections::{BTreeSet, HashMap};

use super::model::Paper;
use super::sheet::label::LabelData;
use super::sheet::label_sheet;
use super::sheet::model::{ChosenLabels, DepositorSheet, LabelSheet, LeftOut, ListSheet};
use super::store;
use super::store::ListRow;
use crate::config::Config;
use crate::ctx::Ctx;
use crate::error::{Result, internal};
use crate::features::edition::catalogue::model::Catalogue;
use crate::features::edition::editions::model::Edition;
use crate::features::edition::editions::settings::Settings;
use crate::features::lists::declared::model::{Article, catalogue_of};
use crate::features::lists::label_code::{LabelCode, qr_text};
use crate::features::lists::printed::printing::{printed_depositor, printed_list, return_words, slot_words};
use crate::features::lists::states::ArticleStatus;
use crate::features::registration::depositors::numbers::colour_of;
use crate::kernel::clock::Instant;
use crate::kernel::clock::paris;
use crate::kernel::ids::{ArticleId, ListId};
use crate::pdf::Pdf;
use crate::pdf::signs::on_paper;

/// What all labels of an edition have in common.
pub struct SheetBuilder<'a> {
    edition: &'a Edition,
    association: &'a str,
    settings: Settings,
    catalogue: Catalogue,
    label_key: Vec<u8>,
}

/// What a file says of itself.
pub struct SheetHeader<'a> {
    /// What it covers.
    pub scope: &'a str,
    /// When it was asked for.
    pub made_at: Instant,
    /// By whom.
    pub made_by: &'a str,
    /// Lists that are not in it.
    pub left_out: Vec<LeftOut>,
}

/// Labels whose prices are not noted yet. Only noting them hands them out: there is no label with a price that the server
/// does not know.
pub struct Unnoted<T> {
    made: T,
    prices: BTreeSet<(ArticleId, i32)>,
}

impl<T> Unnoted<T> {
    /// Notes the prices and gives the labels.
    pub fn noted(self, ctx: &mut Ctx<'_>) -> Result<T> {
        ctx.write(|change| store::note_prices(change.db, &self.prices, change.trace.now))?;
        Ok(self.made)
    }
}

impl Unnoted<LabelSheet> {
    /// The paper that it would take, with its cover or without. No label leaves.
    pub fn paper(&self, has_cover: bool) -> Result<Paper> {
        let mut pdf = Pdf::counting(self.made.meta()).map_err(internal)?;
        if has_cover {
            label_sheet::draw_cover(&mut pdf, &self.made).map_err(internal)
        } else {
            label_sheet::draw_depositors(&mut pdf, &self.made).map_err(internal)
        }
    }
}

impl<'a> SheetBuilder<'a> {
    /// Ready to print labels of this edition.
    pub fn new(edition: &'a Edition, config: &'a Config) -> Result<Self> {
        Ok(Self {
            edition,
            association: &config.site.association,
            settings: edition.settings()?,
            catalogue: catalogue_of(edition)?,
            label_key: edition.label_key_bytes()?,
        })
    }

    /// A file of these lists, in their order; lists of one depositor stand together.
    pub fn sheet(
        &self,
        header: SheetHeader<'_>,
        rows: &[ListRow],
        articles: &HashMap<ListId, Vec<Article>>,
    ) -> Result<Unnoted<LabelSheet>> {
        let mut prices = BTreeSet::new();
        let mut depositors: Vec<DepositorSheet> = Vec::new();
        let mut places = HashMap::new();
        for (list, owner, slot) in rows {
            let place = *places.entry(list.registration_id).or_insert(depositors.len());
            if place == depositors.len() {
                depositors.push(DepositorSheet {
                    depositor: printed_depositor(owner),
                    slot: slot_words(slot.starts_at, slot.ends_at),
                    return_at: return_words(self.edition, list.list_type)?,
                    lists: Vec::new(),
                });
            }
            let lines = articles.get(&list.id).map_or(&[][..], Vec::as_slice);
            prices.extend(labelled(lines).map(|article| (article.id, article.price_cents)));
            depositors[place].lists.push(self.list(list.number, lines)?);
        }
        let made = LabelSheet {
            association: self.association.to_owned(),
            edition: self.edition.name.clone(),
            scope: header.scope.to_owned(),
            made_at: paris::to_local(header.made_at.utc()),
            made_by: header.made_by.to_owned(),
            layout: self.settings.label_layout,
            separators: self.settings.separator_pages,
            depositors,
            left_out: header.left_out,
        };
        Ok(Unnoted { made, prices })
    }

    fn list(&self, number: i32, articles: &[Article]) -> Result<ListSheet> {
        let labels =
            labelled(articles).map(|article| self.label(article, articles.len())).collect::<Result<_>>()?;
        Ok(ListSheet {
            list: printed_list(&self.catalogue, number, articles)?,
            qr_text: Some(format!("{}-D{number}", self.edition.code)),
            labels,
        })
    }

    /// The label of an article on a list of so many lines.
    fn label(&self, article: &Article, lines: usize) -> Result<LabelData> {
        let code = LabelCode::new(&self.edition.code, article.list_number, article.line);
        let color = colour_of(article.list_number);
        let (code, color) =
            code.zip(color).ok_or_else(|| internal(format!("article {} has no label", article.id)))?;
        let (category, subcategory) = self
            .catalogue
            .find(&article.subcategory)
            .map_or((&article.category, &article.subcategory), |(category, kind)| {
                (&category.french, &kind.french)
            });
        Ok(LabelData {
            qr_text: qr_text(&self.label_key, &code, article.price_cents),
            code: code.to_string(),
            list_number: article.list_number,
            color,
            line: article.line,
            lines: i32::try_from(lines).unwrap_or(i32::MAX),
            price_cents: article.price_cents,
            description: article.printed_title(subcategory),
            size: article.size.as_deref().map(on_paper),
            category_code: article.category.clone(),
            category: category.clone(),
            subcategory: subcategory.clone(),
        })
    }

    /// Labels again, each with the number of lines of its list; the first in this cell of a sheet.
    pub fn reprint(
        &self,
        articles: &[(&Article, usize)],
        first_cell: usize,
        made_at: Instant,
    ) -> Result<Unnoted<ChosenLabels>> {
        let labels = articles.iter().map(|(article, lines)| self.label(article, *lines));
        let made = ChosenLabels {
            association: self.association.to_owned(),
            edition: self.edition.name.clone(),
            made_at: paris::to_local(made_at.utc()),
            layout: self.settings.label_layout,
            first_cell,
            labels: labels.collect::<Result<_>>()?,
        };
        let prices = articles.iter().map(|(article, _)| (article.id, article.price_cents)).collect();
        Ok(Unnoted { made, prices })
    }
}

/// The articles of a list that get a label: refused ones keep their line without it.
fn labelled(articles: &[Article]) -> impl Iterator<Item = &Article> {
    articles.iter().filter(|article| article.status != ArticleStatus::Refused)
}
