//! Where the person is on the way, and the work that runs. One running work at a time; all of it ends with the page.

use std::rc::Rc;
use std::sync::Arc;

use futures::future::{AbortHandle, abortable};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::actions::{self, Checked};
use super::meter::{self, Meter};
use super::phase::Phase;
use super::trouble::{Sending, Trouble};
use crate::api::ApiError;
use crate::api::transport::Upload;
use crate::browser::clock::now_ms;
use crate::browser::document;
use crate::browser::file::{self, File};
use crate::browser::leaving::Guard;
use crate::browser::worker::Worker;
use crate::model::directory::OrganizationEntry;
use crate::model::import::receipt::{self, Receipt};
use crate::model::import::report::Allowed;
use crate::model::import::{Destination, Existing, Outcome, Report, refusal};
use crate::model::server::Abilities;
use crate::pages::context::use_client;
use crate::say;
use crate::session::{Session, use_session};
use crate::ui::{Announcer, Memo, Toasts, use_announcer, use_toasts};

/// The four steps and the way out.
#[derive(Clone)]
pub enum Step {
    Choose,
    Reading,
    Preview(Arc<Preview>),
    Working,
    Done(Arc<Receipt>),
    Failed(Arc<Trouble>),
}

/// What the preview shows.
pub struct Preview {
    pub file: Chosen,
    pub report: Report,
    pub existing: Vec<Existing>,
    pub held: usize,
    pub abilities: Abilities,
}

impl Preview {
    /// What an import to a destination would do, for a client that may have so many collections.
    pub fn outcome(&self, destination: &Destination, collections: Option<i64>) -> Outcome {
        let allowed = Allowed {
            collections: collections.and_then(|most| usize::try_from(most).ok()),
            body: self.abilities.largest_body,
        };
        self.report.outcome(destination, self.held, allowed)
    }
}

/// A chosen file; its contents are elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    pub name: String,
    /// Bytes.
    pub size: u64,
}

/// The page's state; a handle that can be copied.
#[derive(Clone, Copy)]
pub struct ImportState {
    pub client: Memo<OrganizationEntry>,
    pub step: RwSignal<Step>,
    pub file: RwSignal<Option<Chosen>>,
    /// Why the last file wasn't taken, shown where the next is chosen.
    pub trouble: RwSignal<Option<Trouble>>,
    pub phase: RwSignal<Phase>,
    pub destination: RwSignal<Destination>,
    pub approved: RwSignal<bool>,
    pub approved_by: RwSignal<String>,
    /// When a draft that is on offer was typed, in milliseconds since 1970.
    pub(super) draft_at: RwSignal<Option<f64>>,
    /// The destination that a draft names.
    pub(super) wanted: StoredValue<String>,
    pub(super) session: Session,
    announcer: Announcer,
    toasts: Toasts,
    /// The worker that holds what was checked.
    checked: StoredValue<Option<Worker>, LocalStorage>,
    running: StoredValue<Option<AbortHandle>>,
    meter: StoredValue<Meter>,
    sending: StoredValue<Sending>,
    /// When the present phase began, in milliseconds since 1970.
    phase_began: StoredValue<f64>,
    guard: StoredValue<Option<Guard>, LocalStorage>,
}

impl ImportState {
    pub fn new() -> Self {
        let state = Self {
            client: use_client(),
            step: RwSignal::new(Step::Choose),
            file: RwSignal::new(None),
            trouble: RwSignal::new(None),
            phase: RwSignal::new(Phase::Reading),
            destination: RwSignal::new(Destination::AsInFile),
            approved: RwSignal::new(false),
            approved_by: RwSignal::new(String::new()),
            draft_at: RwSignal::new(None),
            wanted: StoredValue::new(String::new()),
            session: use_session(),
            announcer: use_announcer(),
            toasts: use_toasts(),
            checked: StoredValue::new_local(None),
            running: StoredValue::new(None),
            meter: StoredValue::new(Meter::default()),
            sending: StoredValue::new(Sending::default()),
            phase_began: StoredValue::new(0.0),
            guard: StoredValue::new_local(None),
        };
        state.follow_draft();
        on_cleanup(move || state.leave());
        state
    }

    /// The page is going. Left while sending, say what is known where it can still be read.
    fn leave(self) {
        let sending = self.step.try_with_untracked(|step| matches!(step, Step::Working)) == Some(true)
            && self.phase.try_get_untracked().is_some_and(Phase::sends);
        self.stop();
        self.guard.try_update_value(Option::take);
        let whole = self
            .meter
            .try_get_value()
            .is_some_and(|meter| meter.may_be_whole(now_ms()));
        let open = whole || !self.sending().all_or_nothing;
        let client = self.client.try_with_untracked(|client| client.name.clone());
        if let (true, Some(client)) = (sending && open, client) {
            self.toasts.error(say!(import.left_unclear, client = client));
        }
    }

    /// Takes a file and checks it.
    pub fn choose(self, chosen: File) {
        let file = Chosen {
            name: chosen.name(),
            size: file::size(&chosen),
        };
        self.file.set(Some(file.clone()));
        self.trouble.set(None);
        self.phase.set(Phase::Reading);
        self.step.set(Step::Reading);
        let phase = self.phase;
        let progress = move |done, total| {
            if phase.try_get_untracked() == Some(Phase::Reading) {
                self.phase_began.try_set_value(now_ms());
            }
            phase.try_set(Phase::Checking { done, total });
        };
        let id = self.client.with_untracked(|client| client.id.clone());
        self.run(async move {
            let checked = match self.session.require_open() {
                Ok(open) => actions::check(&self.session.api(), &open, &id, &chosen, progress).await,
                Err(failure) => Err(Trouble::Before(failure)),
            };
            match checked {
                Ok(Checked {
                    worker,
                    report,
                    existing,
                    held,
                    abilities,
                }) => {
                    self.take_wanted(&existing);
                    self.checked.try_set_value(Some(worker));
                    let preview = Preview {
                        file,
                        report,
                        existing,
                        held,
                        abilities,
                    };
                    self.go(Step::Preview(Arc::new(preview)));
                }
                Err(trouble) => {
                    self.trouble.try_set(Some(trouble));
                    self.file.try_set(None);
                    self.go(Step::Choose);
                }
            }
        });
    }

    /// Encrypts and sends what was checked.
    pub fn confirm(self, preview: Arc<Preview>) {
        let Some(worker) = self.checked.try_update_value(Option::take).flatten() else {
            return;
        };
        let client = self.client.get_untracked();
        let destination = self.destination.get_untracked();
        let outcome = preview.outcome(&destination, client.max_collections);
        let all_or_nothing = preview.abilities.all_or_nothing;
        self.sending.set_value(Sending {
            items: outcome.items,
            all_or_nothing,
        });
        let began = now_ms();
        self.phase_began.set_value(began);
        self.phase.set(Phase::Encrypting {
            done: 0,
            total: u32::try_from(outcome.items).unwrap_or(u32::MAX),
        });
        let announcer = self.announcer;
        self.guard.try_set_value(Some(Guard::new(move || {
            announcer.announce(say!(import.held_back));
        })));
        self.go(Step::Working);
        self.run(async move {
            let done = self.import(worker, &client, destination, &preview).await;
            self.guard.try_update_value(Option::take);
            if done.is_ok() {
                self.forget_draft();
            }
            let step = match done {
                Ok(by) => Step::Done(Arc::new(Receipt {
                    client: client.name.clone(),
                    by,
                    approved_by: self
                        .approved_by
                        .try_get_untracked()
                        .unwrap_or_default()
                        .trim()
                        .to_owned(),
                    file: preview.file.name.clone(),
                    size: preview.file.size,
                    at: receipt::instant(now_ms()),
                    took_ms: now_ms() - began,
                    report: preview.report.clone(),
                    outcome,
                    all_or_nothing,
                })),
                Err(trouble) => Step::Failed(Arc::new(trouble)),
            };
            self.go(step);
        });
    }

    /// The e-mail address of who imported.
    async fn import(
        self,
        worker: Worker,
        client: &OrganizationEntry,
        destination: Destination,
        preview: &Preview,
    ) -> Result<String, Trouble> {
        let open = self.session.require_open().map_err(Trouble::Before)?;
        let phase = self.phase;
        let (numbers, body) = actions::seal(worker, &open, &client.id, destination, move |done, total| {
            phase.try_set(Phase::Encrypting { done, total });
        })
        .await?;
        if let Some(most) = preview.abilities.largest_body.filter(|most| body.size() > *most) {
            return Err(Trouble::TooLarge { most });
        }
        let lines = preview.report.source.has_lines();
        let api = self.session.api();
        actions::reach(&api, &open, &client.id).await?;
        let (meter, total) = (self.meter, body.size());
        meter.try_set_value(Meter::begin(total, now_ms()));
        self.phase_began.try_set_value(now_ms());
        phase.try_set(Phase::Sending { sent: 0, total });
        let progress = Rc::new(move |sent, total| {
            meter.try_update_value(|meter| meter.told(sent, total, now_ms()));
            phase.try_set(if sent < total {
                Phase::Sending { sent, total }
            } else {
                Phase::Waiting
            });
        });
        let upload = Upload { body, progress };
        let answer = api.organization(client.id.clone()).import(upload).await;
        answer.map_err(|error| match error {
            ApiError::Offline | ApiError::BrokenOff | ApiError::TimedOut | ApiError::Cancelled => {
                self.unanswered(error)
            }
            ApiError::Rejected { ref fields, .. } => Trouble::Refused {
                rows: refusal::rows(fields, &numbers, lines),
                error,
            },
            error => Trouble::Refused {
                error,
                rows: Vec::new(),
            },
        })?;
        Ok(open.account.email.clone())
    }

    /// Milliseconds left of the phase that runs, as far as that is known.
    pub fn left(self) -> Option<f64> {
        let began = self.phase_began.try_get_value()?;
        meter::left(self.phase.get().share()?, now_ms() - began)
    }

    /// What was to be sent last.
    pub fn sending(self) -> Sending {
        self.sending.try_get_value().unwrap_or_default()
    }

    /// What is known of an upload that was given no answer.
    fn unanswered(self, error: ApiError) -> Trouble {
        let meter = self.meter.try_get_value().unwrap_or_default();
        Trouble::Unanswered {
            error,
            share: meter.share(),
            whole: meter.may_be_whole(now_ms()),
        }
    }

    /// Stops whatever runs. What was sent whole may have been imported.
    pub fn cancel(self) {
        self.stop();
        self.guard.try_update_value(Option::take);
        if self.phase.get_untracked().sends() {
            let trouble = self.unanswered(ApiError::Cancelled);
            self.go(Step::Failed(Arc::new(trouble)));
        } else {
            self.start_over();
            self.announcer.announce(say!(import.cancelled));
        }
    }

    /// Forgets the file and everything known of it; what was typed is offered again.
    pub fn start_over(self) {
        self.stop();
        self.checked.try_set_value(None);
        self.file.set(None);
        self.trouble.set(None);
        self.destination.set(Destination::AsInFile);
        self.approved.set(false);
        self.approved_by.set(String::new());
        self.wanted.set_value(String::new());
        self.look_for_draft();
        self.go(Step::Choose);
    }

    /// Goes to a step and puts the focus on its heading.
    fn go(self, step: Step) {
        // The page may be gone.
        if self.step.try_set(step).is_none() {
            focus_step();
        }
    }

    fn run(self, work: impl Future<Output = ()> + 'static) {
        self.stop();
        let (work, handle) = abortable(work);
        self.running.try_set_value(Some(handle));
        spawn_local(async move {
            // Aborted: cancelled, or the page is gone.
            let _ = work.await;
        });
    }

    fn stop(self) {
        if let Some(handle) = self.running.try_update_value(Option::take).flatten() {
            handle.abort();
        }
    }
}

/// Puts the focus on the heading of the step, once it is drawn.
pub(super) fn focus_step() {
    crate::ui::focus::after_drawing(|| {
        document::focus("#import-step");
    });
}
