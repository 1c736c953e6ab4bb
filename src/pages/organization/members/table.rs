//! The columns of the Members list.

use std::sync::Arc;

use leptos::prelude::*;

use super::row::MemberRow;
use super::state::MembersState;
use crate::model::access::reaches_all;
use crate::pages::list::draw_names;
use crate::pages::words;
use crate::text::{format, isolated};
use crate::ui::live::drawn;
use crate::ui::{Avatar, Badge, Column, ColumnWidth, Icon, foreign};
use crate::{say, tr};

type Row = Arc<MemberRow>;

/// Where the plan has groups they are listed, otherwise the collections counted. What the server can't do has no column.
pub fn columns(state: MembersState) -> Vec<Column<Row>> {
    let reach = if state.has_groups {
        // The names may come after the members: only these cells are drawn again then.
        let draw = move |row: &Row| {
            let row = Arc::clone(row);
            drawn(move || draw_names(&state.groups_of(&row)))
        };
        Column::new("groups", tr!(members.groups), draw).sort_by(|a: &Row, b: &Row| {
            let (a, b) = (&a.member.record.groups, &b.member.record.groups);
            a.len().cmp(&b.len())
        })
    } else {
        Column::new("collections", tr!(members.collections), |row: &Row| {
            let record = &row.member.record;
            if reaches_all(record) {
                say!(members.all)
            } else {
                format::number(record.collections.len())
            }
        })
        .numeric()
        .sort_by(|a: &Row, b: &Row| {
            let reached = |row: &Row| (reaches_all(&row.member.record), row.member.record.collections.len());
            reached(a).cmp(&reached(b))
        })
    };
    let mut columns = vec![
        Column::new("name", tr!(members.name), draw_name)
            .row_header()
            .width(ColumnWidth::Wide)
            .sort_by(|a: &Row, b: &Row| a.rank.cmp(&b.rank)),
        Column::new("role", tr!(members.role), |row: &Row| words::role(row.member.role))
            .sort_by(|a: &Row, b: &Row| a.member.role.cmp(&b.member.role)),
        Column::new("two_step", tr!(members.two_step), |row: &Row| {
            draw_yes(row.member.record.two_factor_enabled, two_step_word(row))
        })
        .sort_by(|a: &Row, b: &Row| {
            let (a, b) = (&a.member.record, &b.member.record);
            a.two_factor_enabled.cmp(&b.two_factor_enabled)
        }),
    ];
    if state.has_recovery {
        columns.push(
            Column::new("recovery", tr!(members.recovery), |row: &Row| {
                draw_yes(row.member.record.reset_password_enrolled, recovery_word(row))
            })
            .sort_by(|a: &Row, b: &Row| {
                let (a, b) = (&a.member.record, &b.member.record);
                a.reset_password_enrolled.cmp(&b.reset_password_enrolled)
            }),
        );
    }
    columns.push(reach);
    if state.has_dates {
        columns.push(
            Column::new("added", tr!(members.added), |row: &Row| {
                row.member.record.creation_date.as_deref().map(format::date)
            })
            .width(ColumnWidth::Tight)
            .sort_by(|a: &Row, b: &Row| a.member.record.creation_date.cmp(&b.member.record.creation_date)),
        );
    }
    columns
}

pub fn two_step_word(row: &MemberRow) -> String {
    if row.member.record.two_factor_enabled {
        say!(format.on)
    } else {
        say!(format.off)
    }
}

pub fn recovery_word(row: &MemberRow) -> String {
    if row.member.record.reset_password_enrolled {
        say!(members.enrolled)
    } else {
        say!(members.not_enrolled)
    }
}

fn draw_yes(yes: bool, word: String) -> AnyView {
    let shape = if yes {
        icondata_lu::LuCircleCheck
    } else {
        icondata_lu::LuCircleMinus
    };
    view! { <span class="yes-no" data-yes=yes.then_some("")><Icon shape=shape /><span>{word}</span></span> }.into_any()
}

fn draw_name(row: &Row) -> AnyView {
    let label = row.member.label().to_owned();
    let record = &row.member.record;
    // Somebody without a name is already called by the e-mail address.
    let email = (label != record.email)
        .then(|| view! { <span class="cell-sub" title=isolated(&record.email)>{foreign(record.email.clone())}</span> });
    let status = words::draw_status(row.member.status);
    let claimed = record
        .claimed_by_organization
        .then(|| view! { <Badge label=say!(members.claimed) /> });
    view! {
        <span class="cell-name">
            <Avatar name=label.clone() />
            <span class="cell-words">
                <span class="member-label"><span class="member-text" title=isolated(&label)>{foreign(label.clone())}</span>{status}{claimed}</span>
                {email}
            </span>
        </span>
    }
    .into_any()
}
