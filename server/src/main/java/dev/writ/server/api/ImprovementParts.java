package dev.writ.server.api;

import dev.writ.improvement.Experiments;
import dev.writ.improvement.Improvements;

/** What the routes of experiments work on. */
public record ImprovementParts(Experiments experiments, Improvements actions) {}
