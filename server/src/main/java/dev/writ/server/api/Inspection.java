package dev.writ.server.api;

import dev.writ.agent.context.Contexts;
import dev.writ.agent.context.ToolsPerStep;
import dev.writ.process.Preflight;
import dev.writ.process.breakpoint.BreakpointHits;
import dev.writ.process.breakpoint.Breakpoints;
import dev.writ.runtime.Forks;
import dev.writ.task.TreeOrigins;

/** What is seen of a request step by step, before and while it is worked on, and what begins anew from a step. */
public record Inspection(
        Preflight preflight,
        Contexts contexts,
        ToolsPerStep steps,
        Breakpoints breakpoints,
        BreakpointHits hits,
        TreeOrigins origins,
        Forks forks) {}
