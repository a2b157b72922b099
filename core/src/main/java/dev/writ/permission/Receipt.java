package dev.writ.permission;

import dev.writ.Json;
import dev.writ.permission.Access.FileVerb;
import dev.writ.permission.Decision.Denied;
import dev.writ.permission.Decision.Rule;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** What a denied caller gets: the rule, a sentence, and the smallest request that would help. */
final class Receipt {
    private Receipt() {}

    /** For a task that is over or that does not exist; the caller cannot tell which. */
    static Denied noTask() {
        return new Denied(Rule.UNKNOWN_TASK, "The task has ended or does not exist.", Json.object());
    }

    static Denied error() {
        return new Denied(Rule.ERROR, "The permission could not be checked, so the call was not made.", Json.object());
    }

    /** Why nothing allows this call. */
    static Denied of(PermissionCheck check) {
        if (check.entry().facts().ended()) {
            return noTask();
        }
        Denial denial = new Denial(check);
        if (denial.hasTool() && denial.hasOperation()) {
            Optional<Access> outside = denial.firstOutsideCeiling();
            if (outside.isPresent() || denial.isForbidden()) {
                return denied(
                        Rule.CEILING,
                        outside.map(Receipt::describe).orElse("This call") + " is outside what this request may use.",
                        check);
            }
        }
        return denial.lapsed().map(assignment -> lapsed(assignment, check)).orElseGet(() -> neverGiven(denial, check));
    }

    private static Denied neverGiven(Denial denial, PermissionCheck check) {
        if (!denial.hasTool()) {
            // The same words for a tool that does not exist, so that asking does not find out which ones do.
            return denied(Rule.NOT_ASSIGNED, "The task has no tool named " + Quoted.of(check.tool()) + ".", check);
        }
        if (!denial.hasOperation()) {
            return denied(
                    Rule.OPERATION,
                    "The task has no operation " + Quoted.of(check.tool() + "." + check.operation()) + ".",
                    check);
        }
        Optional<Access> redefined = denial.firstRedefined();
        if (redefined.isPresent()) {
            return denied(
                    Rule.DEFINITION,
                    describe(redefined.get()) + " was changed after it was granted, so it has to be granted again.",
                    check);
        }
        Optional<Access> unnamed = denial.firstUnnamed();
        if (unnamed.isPresent()) {
            return denied(Rule.SCOPE, describe(unnamed.get()) + " is outside the scope the task was given.", check);
        }
        if (denial.isChainBroken()) {
            return denied(Rule.DELEGATION, "An agent that delegated this task may not do this itself.", check);
        }
        return denied(
                Rule.SCOPE,
                "The call needs several grants with a limited number of uses at once, and can be counted under one only.",
                check);
    }

    private static Denied lapsed(Assignment assignment, PermissionCheck check) {
        String grant = "The grant of " + assignment.tool();
        return switch (assignment.state()) {
            case LIVE, EXPIRED -> denied(Rule.EXPIRED, grant + " expired at " + assignment.expiresAt() + ".", check);
            case UNUSED -> denied(Rule.EXPIRED, grant + " was ended because it went unused.", check);
            case REVOKED, TASK_ENDED -> denied(Rule.REVOKED, grant + " was revoked.", check);
            case USED_UP ->
                denied(Rule.USED_UP, grant + " allowed " + assignment.maximumUses() + " calls, all made.", check);
        };
    }

    private static Denied denied(Rule rule, String sentence, PermissionCheck check) {
        return new Denied(rule, sentence, () -> smallestRequest(check));
    }

    /** Arguments of {@code need_more_tools} that ask for exactly this call; empty where the ceiling forbids it. */
    private static ObjectNode smallestRequest(PermissionCheck check) {
        return ExactRequest.scope(check.tool(), check.operation(), check.accesses())
                .filter(scope -> check.entry().ceiling().covers(check.tool(), check.operation(), scope))
                .map(scope -> ExactRequest.of(check.tool(), check.operation(), scope))
                .orElseGet(Json::object);
    }

    /** One access in words. */
    static String describe(Access access) {
        return switch (access) {
            case Access.FileAccess file ->
                (file.verb() == FileVerb.READ ? "Reading " : "Writing ")
                        + Quoted.of(file.path().isEmpty() ? "." : file.path());
            case Access.CommandAccess command ->
                "Running " + Quoted.of(String.join(" ", command.argv()))
                        + (command.hosts().isEmpty()
                                ? ""
                                : command.hosts().stream()
                                        .map(Host::toString)
                                        .collect(Collectors.joining(", ", " with the network of ", "")));
            case Access.QueryAccess query -> "The query " + Quoted.of(query.database() + ":" + query.query());
            case Access.RepositoryAccess git ->
                "The verb " + git.verb().id() + " in the repository "
                        + Quoted.of(git.repository().isEmpty() ? "." : git.repository())
                        + (git.branch().isEmpty() ? "" : " on the branch " + Quoted.of(git.branch()));
            case Access.EntityAccess entity ->
                (entity.verb() == Access.EntityVerb.READ ? "Reading a " : "Writing a ")
                        + entity.kind().id();
            case Access.RecipientAccess recipient -> "Sending to " + Quoted.of(recipient.recipient());
            case Access.ArgumentAccess call -> "A call with " + Quoted.of(Json.write(call.arguments()));
        };
    }
}
