/** What Writ tells of itself to those who watch it: metrics, readiness, traces. */
@NullMarked
package dev.writ.server.telemetry;

import org.jspecify.annotations.NullMarked;
