//! What a sign-in is made of while it goes on, and the steps that can be taken. No view.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use zeroize::{Zeroize, Zeroizing};

use crate::api::ApiError;
use crate::api::config::ServerKind;
use crate::api::identity::{Challenge, SecondStep};
use crate::session::unlock::{Answer, Pending};
use crate::session::{Failure, Session};

use super::trouble::Trouble;

/// Where the person is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Email,
    Password,
    Second(Challenge),
    /// A code was mailed to confirm this browser.
    Device,
}

/// What is being waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    Deriving,
    SigningIn,
    SendingCode,
}

/// Whether a code by e-mail is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mailed {
    /// The server is being asked to send one.
    Asked,
    /// The server has taken it on.
    Sent,
    Unsent,
}

/// A second step that can be taken here, by its number in contract/identity.md 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Authenticator,
    Email,
    Recovery,
}

impl Method {
    pub fn number(self) -> i64 {
        match self {
            Self::Authenticator => 0,
            Self::Email => 1,
            Self::Recovery => 8,
        }
    }
}

/// A sign-in on its way. Copied into every part of the page.
#[derive(Clone, Copy)]
pub struct SignIn {
    session: Session,
    pub step: RwSignal<Step>,
    pub email: RwSignal<String>,
    pub password: RwSignal<String>,
    pub code: RwSignal<String>,
    pub work: RwSignal<Option<Work>>,
    /// What has become of the code by e-mail of the second step.
    pub mailed: RwSignal<Mailed>,
    pub trouble: Trouble,
    /// The derived password, from the password step on.
    pending: StoredValue<Option<Rc<Pending>>, LocalStorage>,
}

impl SignIn {
    /// Begins at the e-mail address, or at the password where the address is known.
    pub fn new(session: Session, email: String) -> Self {
        let step = if email.is_empty() { Step::Email } else { Step::Password };
        let sign_in = Self {
            session,
            step: RwSignal::new(step),
            email: RwSignal::new(email),
            password: RwSignal::new(String::new()),
            code: RwSignal::new(String::new()),
            work: RwSignal::new(None),
            mailed: RwSignal::new(Mailed::Unsent),
            trouble: Trouble::new(),
            pending: StoredValue::new_local(None),
        };
        on_cleanup(move || sign_in.forget());
        sign_in
    }

    /// True while something is under way, tracked; a second press does nothing then.
    pub fn busy(self) -> bool {
        self.work.try_get().flatten().is_some()
    }

    fn forget(self) {
        self.password.try_update(Zeroize::zeroize);
        self.code.try_update(Zeroize::zeroize);
        self.pending.try_set_value(None);
    }

    /// From the address to the password.
    pub fn to_password(self) {
        self.trouble.clear();
        self.step.set(Step::Password);
    }

    /// One step back. What was derived is dropped; the address stays.
    pub fn back(self) {
        self.trouble.clear();
        self.forget();
        let step = if self.step.get_untracked() == Step::Password {
            Step::Email
        } else {
            Step::Password
        };
        self.step.set(step);
    }

    /// Derives the keys of the password and asks for a session.
    pub fn submit_password(self) {
        if !self.begin(Work::Deriving) {
            return;
        }
        let password = Zeroizing::new(self.password.get_untracked());
        let email = self.email.get_untracked();
        spawn_local(async move {
            match self.session.begin_sign_in(&email, password).await {
                Ok(pending) => {
                    let pending = Rc::new(pending);
                    self.pending.try_set_value(Some(Rc::clone(&pending)));
                    self.work.try_set(Some(Work::SigningIn));
                    let outcome = self.session.sign_in(&pending, None, None).await;
                    self.heard(outcome);
                }
                Err(failure) => self.heard(Err(failure)),
            }
        });
    }

    /// Sends the code of a second step.
    pub fn submit_second_step(self, method: Method) {
        let code = Zeroizing::new(self.code.get_untracked());
        self.submit(Some(SecondStep::typed(method.number(), &code)), None);
    }

    /// Sends the code that confirms this browser.
    pub fn submit_device_code(self) {
        self.submit(None, Some(self.code.get_untracked()));
    }

    fn submit(self, second: Option<SecondStep>, device_code: Option<String>) {
        let Some(pending) = self.pending.get_value() else {
            // Only after a step back, which shows another form.
            return;
        };
        if !self.begin(Work::SigningIn) {
            return;
        }
        spawn_local(async move {
            let outcome = self
                .session
                .sign_in(&pending, second.as_ref(), device_code.as_deref())
                .await;
            self.heard(outcome);
        });
    }

    /// Has the code of a second step mailed that begins with it. Where it is the `only` method, Bitwarden's servers have mailed
    /// one of their own accord (contract/identity.md 3); other servers wait to be asked.
    pub fn send_first_code(self, only: bool, done: impl FnOnce() + 'static) {
        self.mail(false, only, done);
    }

    /// Has the code of the present step mailed; `done` runs when the server has taken it on.
    pub fn send_code(self, done: impl FnOnce() + 'static) {
        let for_device = self.step.get_untracked() == Step::Device;
        self.mail(for_device, false, done);
    }

    fn mail(self, for_device: bool, perhaps_sent: bool, done: impl FnOnce() + 'static) {
        let Some(pending) = self.pending.get_value() else {
            return;
        };
        if !self.begin(Work::SendingCode) {
            return;
        }
        // A code that was sent before stays good until another one is.
        if self.mailed.get_untracked() != Mailed::Sent {
            self.mailed.set(Mailed::Asked);
        }
        spawn_local(async move {
            let api = self.session.api();
            let sent = perhaps_sent && api.server_kind().await == Ok(ServerKind::Bitwarden);
            let outcome = if sent {
                Ok(())
            } else if for_device {
                pending.resend_device_code(&api).await
            } else {
                pending.send_email_code(&api).await
            };
            self.work.try_set(None);
            match outcome {
                Ok(()) => {
                    self.mailed.try_set(Mailed::Sent);
                    if !sent {
                        done();
                    }
                }
                Err(failure) => {
                    self.mailed.try_update(|mailed| {
                        if *mailed == Mailed::Asked {
                            *mailed = Mailed::Unsent;
                        }
                    });
                    self.trouble.tell(failure);
                }
            }
        });
    }

    fn begin(self, work: Work) -> bool {
        let busy = self.work.try_get_untracked().flatten().is_some();
        if busy || self.trouble.must_wait() {
            return false;
        }
        self.trouble.clear();
        self.work.set(Some(work));
        true
    }

    /// Takes the answer in. The page may be gone by now: when the session is open, another one stands in its place.
    fn heard(self, outcome: Result<Option<Answer>, Failure>) {
        if self.work.try_set(None).is_some() {
            return;
        }
        match outcome {
            Ok(Some(Answer::SecondStep(challenge))) => self.move_on(Step::Second(challenge)),
            Ok(Some(Answer::NewDevice)) => self.move_on(Step::Device),
            Ok(Some(Answer::Open(_)) | None) => self.forget(),
            Err(failure) => {
                // The server forgot the first step: the way begins anew, with the password.
                let lost = matches!(failure, Failure::WrongPassword | Failure::Api(ApiError::SignedOut));
                if lost && self.step.get_untracked() != Step::Password {
                    self.step.set(Step::Password);
                }
                self.trouble.tell(failure);
            }
        }
    }

    fn move_on(self, step: Step) {
        self.mailed.set(Mailed::Unsent);
        self.password.update(Zeroize::zeroize);
        self.code.update(Zeroize::zeroize);
        self.step.set(step);
    }
}
