//! What is told to those who hear the page: roles, names and states in Chromium's own accessibility tree, as
//! `ui/interactions.md` of the design wants them. Rows' numbers and a column's order are read off the elements behind it.

mod messages;
mod pages;
mod tables;
