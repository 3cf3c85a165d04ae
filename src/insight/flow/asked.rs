//! Reads the courses of a slice, and asks them everything.

use super::super::practice::Practice;
use super::figures::Figures;
use super::forecast::Forecast;
use super::slice::{Group, Key, Slice};
use super::whole::{Behind, Flow};
use crate::domain::id::Id;

pub(super) fn flow(practice: &Practice, slice: &Slice) -> Flow {
    let today = practice.today();
    Flow {
        slice: slice.clone(),
        since: slice.since.unwrap_or(today),
        until: slice.until.unwrap_or(today),
        figures: Figures::default(),
        bottleneck: None,
        astray: Vec::new(),
        weeks: Vec::new(),
        little: None,
        ages: Vec::new(),
        forecast: Forecast::default(),
        reports: None,
        courses: Vec::new(),
    }
}

pub(super) fn by(flow: &Flow, group: Group) -> Vec<(Key, Figures)> {
    let _ = (flow, group);
    Vec::new()
}

pub(super) fn behind(flow: &Flow, what: &Behind) -> Vec<Id> {
    let _ = what;
    flow.courses.iter().map(|course| course.id).collect()
}
