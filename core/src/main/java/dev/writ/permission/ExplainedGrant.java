package dev.writ.permission;

import dev.writ.permission.Explanation.Part;
import dev.writ.permission.Explanation.Step;
import java.util.List;
import java.util.stream.Collectors;

/** Why one assignment does or does not count for a check. */
record ExplainedGrant(PermissionCheck check, AssignmentView view) {
    Step step() {
        int position = position();
        boolean holds = position >= 0 && check.holds(position);
        boolean helps = holds
                && (check.accesses().isEmpty() || check.accesses().stream().anyMatch(this::isGranted));
        return new Step(
                Part.GRANT,
                assignment().id(),
                helps,
                "The grant of " + assignment().tool() + " " + (holds ? reach() : whyNot(position)));
    }

    private int position() {
        for (int i = 0; i < check.entry().size(); i++) {
            if (check.entry().live(i).id().equals(assignment().id())) {
                return i;
            }
        }
        return -1;
    }

    private boolean isGranted(Access access) {
        return check.grants(assignment(), access);
    }

    private String reach() {
        String scope = "with " + ExplainedCheck.written(assignment().scope());
        if (check.accesses().isEmpty()) {
            return scope + " is for this operation.";
        }
        List<Access> unnamed = check.accesses().stream()
                .filter(access -> !assignment().scope().permits(access))
                .toList();
        List<Access> outside = check.accesses().stream()
                .filter(access -> assignment().scope().permits(access) && !isGranted(access))
                .toList();
        if (!outside.isEmpty()) {
            return scope + " would permit " + ExplainedCheck.words(outside) + "; the ceiling does not.";
        }
        if (unnamed.isEmpty()) {
            return scope + " permits the whole call.";
        }
        return scope + " does not permit " + ExplainedCheck.words(unnamed)
                + (unnamed.size() < check.accesses().size() ? "; it permits the rest of the call." : ".");
    }

    private String whyNot(int position) {
        if (!assignment().tool().equals(check.tool())) {
            return "is for another tool.";
        }
        String agent = check.entry().facts().agent();
        if (!assignment().agent().equals(agent)) {
            return "was made for the agent " + assignment().agent() + ", and the task is now worked on by " + agent
                    + ".";
        }
        return position < 0 ? ended() : whyNotNow();
    }

    private String whyNotNow() {
        return check.now() >= assignment().expiresAt().toEpochMilli()
                ? "expired at " + assignment().expiresAt() + "."
                : "is for the operations "
                        + assignment().operations().stream().sorted().collect(Collectors.joining(", ")) + " alone.";
    }

    private String ended() {
        return switch (assignment().state()) {
            // Not written down yet, but seen by the clock or by the end of the task.
            case LIVE ->
                check.entry().facts().ended()
                        ? "ended with its task."
                        : "expired at " + assignment().expiresAt() + ".";
            case EXPIRED -> "expired at " + assignment().expiresAt() + ".";
            case REVOKED -> "was revoked by " + view.endedBy() + at() + ": " + Quoted.of(view.endReason()) + ".";
            case USED_UP -> "allowed " + assignment().maximumUses() + " calls, all made.";
            case UNUSED -> "was ended because it went unused" + at() + ".";
            case TASK_ENDED -> "ended with its task.";
        };
    }

    private String at() {
        return view.endedAt().map(time -> " at " + time).orElse("");
    }

    private Assignment assignment() {
        return view.assignment();
    }
}
