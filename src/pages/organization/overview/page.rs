//! OverviewPage: figures, who waits for confirmation, policies, details, and where to go on.

use std::sync::Arc;

use crate::ui::live::{derived, drawn};
use leptos::prelude::*;

use super::figures::{Figures, share};
use super::note::draw_note;
use super::state::{OverviewState, use_overview};
use crate::api::ApiError;
use crate::model::member::Status;
use crate::pages::kept::Kept;
use crate::pages::list::{UNKNOWN, draw_age, draw_failure, draw_part_failure, draw_stale_over, order};
use crate::pages::words;
use crate::place::{ConsolePage, Place};
use crate::session::{Failure, use_session};
use crate::text::format;
use crate::ui::{Banner, ButtonRank, Card, Icon, LinkButton, Memo, Skeleton, Tone, foreign};
use crate::{say, tr};

#[component]
pub fn OverviewPage() -> impl IntoView {
    let state = use_overview();
    let sub = move || say!(organization.sub, client = state.client_name());
    view! {
        <div class="page">
            <header class="page-head">
                <div>
                    <h1 class="page-title" id="page-title" tabindex="-1">{tr!(organization.overview)}</h1>
                    <p class="page-sub">{drawn(sub)} " "{draw_age(derived(move || state.as_of()))}</p>
                </div>
                <div class="page-actions">
                    <LinkButton
                        label=tr!(organization.go_members)
                        icon=icondata_lu::LuUsers
                        href=derived(move || href(state, ConsolePage::Members))
                    />
                    <LinkButton
                        label=tr!(organization.go_import)
                        icon=icondata_lu::LuUpload
                        rank=ButtonRank::Primary
                        href=derived(move || href(state, ConsolePage::Import))
                    />
                </div>
            </header>
            {draw_waiting(state)}
            {draw_figures(state)}
            <div class="split">
                <div class="stack">{draw_statuses(state)}{draw_policies(state)}</div>
                <div class="stack">{draw_details(state)}{draw_note(state.client)}</div>
            </div>
        </div>
    }
}

fn href(state: OverviewState, page: ConsolePage) -> String {
    state
        .client
        .with(|client| Place::Console(client.id.clone(), page).href())
}

/// The address of the members with one status or role.
fn members_href(state: OverviewState, query: &str) -> String {
    format!("{}?{query}", href(state, ConsolePage::Members))
}

/// A part of the page: skeleton, failure with retry, or its content; over that, why it could not be brought up to date.
fn draw_part<T: Send + Sync + 'static>(
    part: Kept<T>,
    what: Signal<String>,
    lines: usize,
    draw: impl Fn(&Arc<T>) -> AnyView + Send + 'static,
) -> impl IntoView {
    let inside = move || {
        if let Some(value) = part.value.get() {
            return draw(&value);
        }
        match part.failure.get() {
            Some(failure) => draw_failure(&failure, what, Callback::new(move |()| part.again())),
            None => view! { <div aria-busy="true"><Skeleton lines=lines /></div> }.into_any(),
        }
    };
    view! {
        {draw_stale_over(part, what)}
        {drawn(inside)}
    }
}

fn draw_waiting(state: OverviewState) -> impl IntoView {
    let waiting = Memo::new(move |_| {
        state
            .members
            .value
            .with(|figures| figures.as_ref().map_or(0, |figures| waiting_of(&figures.by_status)))
    });
    drawn(move || {
        let count = waiting.get();
        (count > 0).then(|| {
            let title = say!(organization.waiting, count = count, n = format::number(count));
            let show = move || {
                view! {
                    <LinkButton
                        label=tr!(organization.show_waiting)
                        href=derived(move || members_href(state, "status=accepted"))
                    />
                }
            };
            view! { <Banner title=title tone=Tone::Warning actions=show>{tr!(organization.waiting_text)}</Banner> }
        })
    })
}

fn waiting_of(by_status: &[(Status, usize)]) -> usize {
    let waiting = by_status.iter().filter(|(status, _)| *status == Status::Accepted);
    waiting.map(|(_, count)| *count).sum()
}

/// One figure: its label, a link to what it counts, and the value with a hint once its part is here.
fn draw_figure<T: Send + Sync + 'static>(
    part: Kept<T>,
    label: Signal<String>,
    link: Option<Signal<String>>,
    words: impl Fn(&T) -> (String, String) + Send + 'static,
) -> AnyView {
    let label = match link {
        Some(href) => view! { <a href=href>{label}</a> }.into_any(),
        None => view! { {label} }.into_any(),
    };
    let value = move || {
        if let Some(value) = part.value.get() {
            let (value, hint) = words(&value);
            return view! { <dd class="stat-value">{value}</dd><dd class="stat-hint">{hint}</dd> }.into_any();
        }
        let failed = part.failure.with(Option::is_some);
        if failed {
            // The reason and the way to try again stand below, once per part.
            view! { <dd class="stat-value">{UNKNOWN}</dd><dd class="stat-hint">{tr!(organization.part_failed)}</dd> }
                .into_any()
        } else {
            view! { <dd class="stat-value" aria-busy="true"><Skeleton lines=1 /></dd> }.into_any()
        }
    };
    view! { <div class="stat"><dt class="stat-label">{label}</dt>{drawn(value)}</div> }.into_any()
}

fn draw_figures(state: OverviewState) -> AnyView {
    let (use_groups, use_recovery) = state
        .client
        .with_untracked(|client| (client.use_groups, client.use_reset_password));
    let link = move |page| Some(derived(move || href(state, page)));
    let part_of_confirmed = |part: usize, whole: usize| match share(part, whole) {
        Some(share) => (
            format::percent(share),
            say!(
                organization.of_confirmed,
                n = format::number(part),
                total = format::number(whole)
            ),
        ),
        None => (UNKNOWN.to_owned(), String::new()),
    };
    let bills = use_session().require_open().is_ok_and(|open| open.server.bills());
    let draw_seats = move |figures: &Figures| {
        let organization = state.organization.value.get();
        let assigned = organization.and_then(|organization| Some(organization.as_ref().as_ref()?.seats));
        // Until the organization itself is here the profile's number will do.
        let assigned = assigned.unwrap_or_else(|| state.client.with(|client| client.seats));
        let hint = assigned.map_or_else(
            || say!(organization.seats_unlimited),
            |assigned| {
                let free = (assigned - i64::try_from(figures.seats).unwrap_or(i64::MAX)).max(0);
                say!(
                    organization.seats_of,
                    n = format::number(assigned),
                    free = format::number(free)
                )
            },
        );
        (format::number(figures.seats), hint)
    };
    // Where nothing bills, seats are made up.
    let seats = bills.then(|| draw_figure(state.members, tr!(organization.seats_used), None, draw_seats));
    let owners_link = Some(derived(move || members_href(state, "role=owner")));
    let owners = draw_figure(state.members, tr!(organization.owners), owners_link, |figures| {
        let hint = if figures.owners == 0 {
            say!(organization.no_owner)
        } else {
            String::new()
        };
        (format::number(figures.owners), hint)
    });
    let members = draw_figure(
        state.members,
        tr!(organization.members),
        link(ConsolePage::Members),
        |figures| (format::number(figures.members), String::new()),
    );
    let two_step = draw_figure(state.members, tr!(organization.two_step), None, move |figures| {
        part_of_confirmed(figures.two_step, figures.confirmed)
    });
    let recovery = use_recovery.then(|| {
        draw_figure(state.members, tr!(organization.recovery), None, move |figures| {
            part_of_confirmed(figures.enrolled, figures.confirmed)
        })
    });
    let groups = use_groups.then(|| {
        draw_figure(
            state.groups,
            tr!(organization.groups),
            link(ConsolePage::Groups),
            |count| (format::number(*count), String::new()),
        )
    });
    let collections = draw_figure(
        state.collections,
        tr!(organization.collections),
        link(ConsolePage::Collections),
        |count| (format::number(*count), String::new()),
    );
    view! {
        <section aria-label=tr!(organization.figures)>
            <dl class="stat-grid stat-grid-slim stat-grid-linked">
                {seats}{members}{owners}{two_step}{recovery}{groups}{collections}
            </dl>
        </section>
        {draw_count_failure(state.collections, tr!(organization.collections))}
        {draw_count_failure(state.groups, tr!(organization.groups))}
    }
    .into_any()
}

/// Why a count in the figures is missing; the members' and the organization's reasons stand in their own cards.
fn draw_count_failure(part: Kept<usize>, what: Signal<String>) -> impl IntoView {
    let title = derived(move || say!(organization.count_failed, what = what.get()));
    draw_part_failure(part, title, what)
}

fn status_param(status: Status) -> Option<&'static str> {
    match status {
        Status::Invited => Some("status=invited"),
        Status::Accepted => Some("status=accepted"),
        Status::Confirmed => Some("status=confirmed"),
        Status::Revoked => Some("status=revoked"),
        Status::Staged | Status::Other(_) => None,
    }
}

fn draw_statuses(state: OverviewState) -> impl IntoView {
    let list = draw_part(state.members, tr!(organization.by_status), 4, move |figures| {
        let whole: usize = figures.by_status.iter().map(|(_, count)| *count).sum();
        let lines: Vec<_> = figures
            .by_status
            .iter()
            .copied()
            .filter(|(status, count)| *count > 0 || *status != Status::Staged)
            .map(|(status, count)| {
                let label = words::status(status);
                let label = match status_param(status) {
                    Some(param) => view! { <a href=members_href(state, param)>{label}</a> }.into_any(),
                    None => view! { <span>{label}</span> }.into_any(),
                };
                let width = format!("{:.1}%", share(count, whole).unwrap_or(0.0) * 100.0);
                view! {
                    <li data-status=status_param(status)>
                        {label}
                        <span class="status-bar" aria-hidden="true" style:--share=width></span>
                        <span class="status-count">{format::number(count)}</span>
                    </li>
                }
            })
            .collect();
        view! { <ul class="status-list">{lines}</ul> }.into_any()
    });
    view! { <Card title=tr!(organization.by_status)>{list}</Card> }
}

fn draw_policies(state: OverviewState) -> impl IntoView {
    let use_policies = state.client.with_untracked(|client| client.use_policies);
    let list = draw_part(state.policies, tr!(organization.policies), 3, move |policies| {
        if !use_policies {
            return view! { <p class="muted">{say!(organization.no_policies_plan)}</p> }.into_any();
        }
        if policies.is_empty() {
            return view! { <p class="muted">{say!(organization.no_policies)}</p> }.into_any();
        }
        let order = order();
        let mut names: Vec<String> = policies.iter().map(|kind| words::policy(*kind)).collect();
        names.sort_by(|a, b| order.compare(a, b));
        let lines: Vec<_> = names
            .into_iter()
            .map(|policy| view! { <li><Icon shape=icondata_lu::LuCheck /><span>{policy}</span></li> })
            .collect();
        view! { <ul class="policy-list">{lines}</ul> }.into_any()
    });
    view! { <Card title=tr!(organization.policies)>{list}</Card> }
}

fn draw_plan(state: OverviewState) -> AnyView {
    draw_part(state.organization, tr!(organization.details), 3, move |organization| {
        let Some(organization) = organization.as_ref() else {
            return draw_owners_only();
        };
        // Servers without plans have none to tell.
        let plan = organization.plan.as_ref().and_then(|plan| plan.name.as_deref());
        let plan = plan
            .map(|plan| view! { <div><dt>{say!(organization.plan)}</dt><dd>{foreign(words::plan(plan))}</dd></div> });
        let email = organization.billing_email.clone().filter(|email| !email.is_empty());
        let email = email.unwrap_or_else(|| say!(organization.none));
        view! {
            <dl class="facts">
                {plan}
                <div><dt>{say!(organization.billing_email)}</dt><dd>{foreign(email)}</dd></div>
            </dl>
        }
        .into_any()
    })
    .into_any()
}

fn draw_owners_only() -> AnyView {
    view! { <p class="muted">{tr!(organization.owners_only)}</p> }.into_any()
}

/// Plan and billing; an organization's own admins are not told by the server, which is no fault.
fn draw_details(state: OverviewState) -> AnyView {
    let told = Memo::new(move |_| {
        let refused = state.organization.failure.with(|failure| {
            matches!(
                failure,
                Some(Failure::Api(ApiError::Forbidden { .. } | ApiError::NotFound))
            )
        });
        state.client.with(|client| client.owner) && !refused
    });
    let inside = move || {
        if told.get() {
            draw_plan(state)
        } else {
            draw_owners_only()
        }
    };
    view! { <Card title=tr!(organization.details)>{drawn(inside)}</Card> }.into_any()
}
