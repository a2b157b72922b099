package dev.writ.insight.activity;

import java.time.Instant;

/**
 * One event behind a number.
 *
 * @param entity id of what it is about: the call, the grant, the task
 * @param outcome succeeded, failed or denied, as it was counted
 * @param nanos its time in the stage; 0 where it has none
 */
public record TimedEvent(
        long seq, Instant at, String type, String entity, String task, Activity activity, String outcome, long nanos) {}
