/** What the event log adds up to: counts and times by the hour, kept up to date as events come, and reports on them. */
@NullMarked
package dev.writ.insight.activity;

import org.jspecify.annotations.NullMarked;
