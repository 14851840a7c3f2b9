//! How the product's own types lie in the database: all of them as text.
//!
//! Text keeps both engines alike: instants are of fixed width and sort as they are read, enums are checked by the schema,
//! ids are what the API shows. A type qualifies when it can lend its text (`as_str`) and be read back from it (`parse`).

/// Gives a type its place in `Text` columns: `text_column!(EditionId, Instant)`.
///
/// The type needs `fn as_str(&self) -> &str` and `fn parse(&str) -> Option<Self>`.
#[macro_export]
macro_rules! text_column {
    ($($type:ty),+ $(,)?) => { $(
        const _: () = {
            use diesel::backend::Backend;
            use diesel::deserialize::{self, FromSql, Queryable};
            use diesel::expression::AsExpression;
            use diesel::internal::derives::as_expression::Bound;
            use diesel::serialize::{self, Output, ToSql};
            use diesel::sql_types::{Nullable, SingleValue, Text};

            impl<DB: Backend> ToSql<Text, DB> for $type
            where
                str: ToSql<Text, DB>,
            {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                    <str as ToSql<Text, DB>>::to_sql(self.as_str(), out)
                }
            }

            impl<DB: Backend> ToSql<Nullable<Text>, DB> for $type
            where
                $type: ToSql<Text, DB>,
            {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                    <$type as ToSql<Text, DB>>::to_sql(self, out)
                }
            }

            impl<DB: Backend> FromSql<Text, DB> for $type
            where
                String: FromSql<Text, DB>,
            {
                fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
                    let text = <String as FromSql<Text, DB>>::from_sql(bytes)?;
                    <$type>::parse(&text)
                        .ok_or_else(|| format!("not a {}: {text:?}", stringify!($type)).into())
                }
            }

            impl<DB: Backend, ST: SingleValue> Queryable<ST, DB> for $type
            where
                $type: FromSql<ST, DB>,
            {
                type Row = Self;
                fn build(row: Self) -> deserialize::Result<Self> {
                    Ok(row)
                }
            }

            $crate::text_column!(@expression $type, Text);
            $crate::text_column!(@expression $type, Nullable<Text>);
        };
    )+ };
    (@expression $type:ty, $sql:ty) => {
        impl AsExpression<$sql> for $type {
            type Expression = Bound<$sql, Self>;
            fn as_expression(self) -> Self::Expression {
                Bound::new(self)
            }
        }

        impl<'a> AsExpression<$sql> for &'a $type {
            type Expression = Bound<$sql, Self>;
            fn as_expression(self) -> Self::Expression {
                Bound::new(self)
            }
        }
    };
}
