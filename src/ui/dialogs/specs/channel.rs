//! The forms of a channel: how referrals come in by it, who takes them in and answers, and what becomes of them once it
//! closes.

use crate::capture::date::Look;
use crate::domain::action::Action;
use crate::domain::id::Id;
use crate::domain::mapping::Mapping;
use crate::domain::refusal::Refusal;
use crate::domain::team::Channel;
use crate::ui::layer::Cx;
use crate::ui::parts::field::Field;
use crate::ui::parts::values::{Reading, Values};

use super::helper::{posts, prospects};
use super::spec::Spec;

pub fn channel(id: Option<Id>, cx: &Cx) -> Spec {
    let was = id.and_then(|id| cx.book.channels.arc(id)).cloned();
    let base = was.as_deref().cloned().unwrap_or_default();
    let receives = posts(base.receiver, None, cx);
    let answers = posts(base.responder, None, cx);
    let mut fields = vec![
        Field::line("name")
            .loaded(&base.name)
            .prompt("as it is written after “via”: lunch, e-mail, card")
            .reading(|v| Ok(name_words(v))),
        Field::line("how")
            .loaded(&base.how)
            .prompt("how it comes: a card in the hand, a call"),
        Field::choice("receives", receives.names, receives.picked),
        Field::choice("answers", answers.names, answers.picked),
        Field::line("lands in")
            .loaded(&base.lands)
            .prompt("where it goes: the tray, the inbox, this book"),
        Field::line("note").loaded(&base.note),
    ];
    let is_closed = base.closed.is_some();
    if is_closed {
        fields.push(Field::choice("state", ["closed", "open again"], 0));
    }
    let title = match id {
        Some(_) => format!("The channel {}", base.name),
        None => "A channel by which referrals come".into(),
    };
    Spec::new(title, fields, move |v| {
        let mut channel = base.clone();
        channel.name = v.text("name").trim().into();
        if channel.name.is_empty() {
            let nothing = Refusal::new("nothing stands there yet").or("say how it is called");
            return Err(v.refuse("name", nothing));
        }
        channel.how = v.text("how").trim().into();
        channel.receiver = receives.ids.get(v.picked("receives")).copied().flatten();
        channel.responder = answers.ids.get(v.picked("answers")).copied().flatten();
        channel.lands = v.text("lands in").trim().into();
        channel.note = v.text("note").trim().into();
        if is_closed && v.picked("state") == 1 {
            channel.closed = None;
        }
        Ok(Action::SaveChannel {
            id: id.filter(|_| was.is_some()),
            was: was.clone(),
            channel: Box::<Channel>::new(channel),
        })
    })
}

/// How many referrals mean it by that name.
fn name_words(v: &Values) -> Reading {
    let called = Channel {
        name: v.text("name"),
        ..Channel::default()
    };
    let all = v.cx.book.referrals.iter();
    let came = all.filter(|(_, it)| called.is_named(&it.channel)).count();
    match came {
        0 => Reading::default(),
        1 => Reading::of("1 referral came by it"),
        n => Reading::of(format!("{n} referrals came by it")),
    }
}

/// A channel closes: what is still open of what came by it, and by which other one it goes on.
pub fn closing(channel: Id, cx: &Cx) -> Spec {
    let others = cx.book.channels.iter();
    let others = others.filter(|(id, it)| *id != channel && it.closed.is_none());
    let ids: Vec<Option<Id>> = [None]
        .into_iter()
        .chain(others.map(|(id, _)| Some(id)))
        .collect();
    let name = |id: &Option<Id>| match id {
        Some(id) => format!("go on by {}", cx.channel(*id)),
        None => "stay as they are".into(),
    };
    let fields = vec![
        Field::line("closed on")
            .filled("today")
            .replaceable()
            .reading(|v| v.day_words("closed on", Look::Back)),
        Field::choice("open ones", ids.iter().map(name), 0),
    ];
    let title = format!("{} closes", cx.channel(channel));
    let brief = vec![("still open", prospects(&cx.book.open_by(channel), cx))];
    Spec::new(title, fields, move |v| {
        Ok(Action::Map(Box::new(Mapping::Close {
            channel,
            on: v.past("closed on")?.map_or(v.cx.today, |when| when.on),
            to: ids.get(v.picked("open ones")).copied().flatten(),
        })))
    })
    .brief(brief)
}
