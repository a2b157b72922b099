package dev.writ.process.breakpoint;

import java.time.Instant;
import java.util.Optional;

/**
 * A call that was held.
 *
 * @param breakpoint id of the breakpoint, which may be removed by now
 * @param target of it, as people write it
 * @param call id of the call in the conversation of its task
 * @param arguments as JSON, without secrets of a known form
 * @param passedAt when a person let the task go on; empty while it is held
 */
public record BreakpointHit(
        String breakpoint,
        String target,
        String task,
        String call,
        String function,
        String arguments,
        Instant at,
        Optional<Instant> passedAt,
        String passedBy) {}
