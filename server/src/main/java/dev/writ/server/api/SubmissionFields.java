package dev.writ.server.api;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.account.Role;
import dev.writ.permission.Allow;
import dev.writ.task.Budget;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Where somebody may work and what they are allowed from the start, as bodies of requests say it. */
final class SubmissionFields {
    private SubmissionFields() {}

    /** The folder, by an absolute path: what a relative one would mean is known to the caller alone. */
    static Optional<Path> workspace(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            Path path = Path.of(text);
            if (path.isAbsolute()) {
                return Optional.of(path);
            }
        } catch (InvalidPathException e) {
            throw notAPath();
        }
        throw notAPath();
    }

    /** As {@link #allowed(List)}, of whoever may say so: it is an approval, given beforehand. */
    static Set<Allow> allowed(ApiRequest request, ApiBody body) {
        Set<Allow> allowed = allowed(body.texts("allow"));
        checkMayAllow(request, allowed);
        return allowed;
    }

    static void checkMayAllow(ApiRequest request, Set<Allow> allowed) {
        if (!allowed.isEmpty()) {
            request.caller().need(Role.APPROVER);
        }
    }

    static Set<Allow> allowed(List<String> words) {
        Set<Allow> allowed = EnumSet.noneOf(Allow.class);
        words.forEach(word -> allowed.add(Allow.parse(word)));
        return allowed;
    }

    /** A budget with what the request says instead. */
    static Budget budget(ObjectNode said, Budget usual) {
        ObjectNode merged = (ObjectNode) Json.tree(usual);
        said.propertyNames().forEach(name -> {
            if (!merged.has(name)) {
                throw new WritException(
                        FailureCode.INVALID_ARGUMENTS,
                        "There is no budget limit '" + name + "'.",
                        "Known are: " + merged.propertyNames() + ".");
            }
            if (!said.path(name).isIntegralNumber() || said.path(name).asDouble() < 0) {
                throw new WritException(
                        FailureCode.INVALID_ARGUMENTS,
                        "The budget limit '" + name + "' must be a whole number, at least 0.",
                        "Leave it out for the usual one, " + merged.path(name) + ".");
            }
            merged.set(name, said.path(name));
        });
        return Json.convert(merged, Budget.class);
    }

    private static WritException notAPath() {
        return new WritException(
                FailureCode.WORKSPACE_UNUSABLE,
                "The workspace is not an absolute path.",
                "Name a folder that exists, from the root on.");
    }
}
