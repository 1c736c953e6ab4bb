//! The macros by which a type is read and written.

/// A struct that is read from JSON. Field names are camelCase on the wire; `as "name"` gives another one. A field must be
/// there unless it is an `Option` or names what stands for it: `= false`.
///
/// ```ignore
/// record! {
///     /// One line of the members list.
///     #[derive(Clone, Debug, PartialEq)]
///     pub struct MemberRecord {
///         pub id: MemberId,
///         pub user_id: Option<UserId>,
///         pub kind: i64 as "type",
///         pub two_factor_enabled: bool = false,
///     }
/// }
/// ```
macro_rules! record {
    ($(#[$meta:meta])* $vis:vis struct $Name:ident $(<$Of:ident>)? {
        $($(#[$about:meta])* $seen:vis $field:ident: $Type:ty $(as $wire:literal)? $(= $absent:expr)?),* $(,)?
    }) => {
        $(#[$meta])*
        $vis struct $Name $(<$Of>)? {
            $($(#[$about])* $seen $field: $Type),*
        }

        impl $(<$Of: $crate::json::FromJson>)? $crate::json::FromJson for $Name $(<$Of>)? {
            #[inline(never)]
            fn from_json(value: $crate::json::Value, trail: &mut $crate::json::Trail) -> Self {
                let mut fields = trail.fields(value);
                Self {
                    $($field: $crate::json::record!(@take fields, ($field $($wire)?) $($absent)?)),*
                }
            }
        }
    };
    (@take $fields:ident, $name:tt) => {
        $fields.take($crate::json::record!(@name $name))
    };
    (@take $fields:ident, $name:tt $absent:expr) => {
        $fields.or($crate::json::record!(@name $name), $absent)
    };
    (@name ($field:ident)) => {
        stringify!($field)
    };
    (@name ($field:ident $wire:literal)) => {
        $wire
    };
}

/// A struct or an enum that is written and read back by the page or its worker: what goes between the two, and what is
/// stored. A case of an enum is its name, with fields an object: `{"is":"Line","of":3}`. Both directions come out of one
/// declaration, so they agree.
macro_rules! message {
    ($(#[$meta:meta])* $vis:vis struct $Name:ident {
        $($(#[$about:meta])* $seen:vis $field:ident: $Type:ty),* $(,)?
    }) => {
        $crate::json::record! {
            $(#[$meta])*
            $vis struct $Name {
                $($(#[$about])* $seen $field: $Type),*
            }
        }

        impl $crate::json::ToJson for $Name {
            fn to_json(&self, out: &mut $crate::json::Writer) {
                out.open('{');
                $(out.field(stringify!($field), &self.$field);)*
                out.close('}');
            }
        }
    };
    // The first case is named apart: it is what stands in for an unknown one until the reading fails.
    ($(#[$meta:meta])* $vis:vis enum $Name:ident {
        $(#[$first_about:meta])* $First:ident $(($FirstOf:ty))? $({ $($first_field:ident: $FirstType:ty),* $(,)? })?
        $(, $(#[$about:meta])* $Case:ident $(($Of:ty))? $({ $($field:ident: $Type:ty),* $(,)? })?)* $(,)?
    }) => {
        $(#[$meta])*
        $vis enum $Name {
            $(#[$first_about])* $First $(($FirstOf))? $({ $($first_field: $FirstType),* })?,
            $($(#[$about])* $Case $(($Of))? $({ $($field: $Type),* })?,)*
        }

        impl $crate::json::FromJson for $Name {
            #[inline(never)]
            #[allow(unused_mut)]
            fn from_json(value: $crate::json::Value, trail: &mut $crate::json::Trail) -> Self {
                let (word, mut fields) = trail.case(value);
                $(if word == stringify!($Case) {
                    return Self::$Case
                        $((fields.take::<$Of>("of")))?
                        $({ $($field: fields.take(stringify!($field))),* })?;
                })*
                if word != stringify!($First) {
                    fields.unknown();
                }
                Self::$First
                    $((fields.take::<$FirstOf>("of")))?
                    $({ $($first_field: fields.take(stringify!($first_field))),* })?
            }
        }

        impl $crate::json::ToJson for $Name {
            fn to_json(&self, out: &mut $crate::json::Writer) {
                $crate::json::message!(@write self, out, $Name, $First $(($FirstOf))? $({ $($first_field),* })?);
                $($crate::json::message!(@write self, out, $Name, $Case $(($Of))? $({ $($field),* })?);)*
            }
        }
    };
    (@write $self:ident, $out:ident, $Name:ident, $Case:ident) => {
        if let $Name::$Case = $self {
            $out.text(stringify!($Case));
        }
    };
    (@write $self:ident, $out:ident, $Name:ident, $Case:ident ($Of:ty)) => {
        #[allow(irrefutable_let_patterns)]
        if let $Name::$Case(of) = $self {
            $out.open('{');
            $out.field("is", &stringify!($Case));
            $out.field("of", of);
            $out.close('}');
        }
    };
    (@write $self:ident, $out:ident, $Name:ident, $Case:ident { $($field:ident),* }) => {
        #[allow(irrefutable_let_patterns)]
        if let $Name::$Case { $($field),* } = $self {
            $out.open('{');
            $out.field("is", &stringify!($Case));
            $($out.field(stringify!($field), $field);)*
            $out.close('}');
        }
    };
}

pub(crate) use {message, record};
