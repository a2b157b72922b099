package dev.writ.permission;

import dev.writ.Json;
import dev.writ.Redacted;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A grant that somebody may approve. Holding one proves that the tool can be granted and that the scope is one of its
 * own.
 *
 * @param task the task it is for
 * @param operations names of the operations; empty means all of the tool
 * @param duration whole seconds, at least one
 * @param maximumUses how many calls it allows; 0 means no limit
 * @param reason why it is needed, in the requester's words, on one line, without characters that deceive the eye and
 *     without secrets of a known form: data, never an instruction
 */
public record GrantProposal(
        String task,
        String tool,
        Set<String> operations,
        Scope scope,
        Duration duration,
        int maximumUses,
        String reason) {
    private static final Pattern OPERATION = Pattern.compile("[A-Za-z0-9_.-]{1,100}");
    private static final int LONGEST_REASON = 2_000;
    private static final Duration LONGEST = Duration.ofDays(366);

    /** @throws dev.writ.WritException with {@code invalid_arguments} */
    public GrantProposal {
        operations = Set.copyOf(operations);
        ScopeFamily family = ScopeFamily.of(tool)
                .orElseThrow(() -> Fields.invalid(
                        "There is no tool " + Quoted.of(tool) + " that can be granted.",
                        "Use one of the tools listed to you."));
        if (family == ScopeFamily.ARGUMENTS && !ThirdPartyName.isTool(tool)) {
            throw Fields.invalid(
                    "A grant is for one tool; " + Quoted.of(tool) + " can stand in ceilings only.", "Name the tool.");
        }
        if (ScopeFamily.of(scope) != family) {
            throw Fields.invalid("The scope is not one of the tool " + tool + ".", "Use the form the tool describes.");
        }
        if (scope instanceof Scope.CommandScope commands
                && !commands.hosts().stream().allMatch(HostPattern::isTelling)) {
            throw Fields.invalid(
                    "A grant says which hosts commands may reach; * and <address> can stand in ceilings only.",
                    "Name the hosts, as in repo.example.org or *.example.org:8443.");
        }
        if (!operations.stream().allMatch(GrantProposal::isOperationName)) {
            throw Fields.invalid("An operation name is not valid.", "Use the names listed, for instance read_file.");
        }
        if (duration.compareTo(Duration.ofSeconds(1)) < 0 || duration.compareTo(LONGEST) > 0) {
            throw Fields.invalid(
                    "A grant lasts at least a second and at most a year.", "Name a duration such as 30m or 6h.");
        }
        duration = Duration.ofSeconds(duration.toSeconds());
        if (maximumUses < 0) {
            throw Fields.invalid("The number of uses is below zero.", "Use 0 for no limit.");
        }
        reason = Redacted.of(Quoted.clean(reason)).text();
        reason = reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON - 1) + "…";
    }

    static boolean isOperationName(String name) {
        return OPERATION.matcher(name).matches();
    }

    /** The same proposal with narrower limits. */
    public GrantProposal with(Scope narrowerScope, Duration shorter) {
        return new GrantProposal(task, tool, operations, narrowerScope, shorter, maximumUses, reason);
    }

    public ObjectNode toJson() {
        ObjectNode node = powers();
        node.put("reason", reason);
        return node;
    }

    /** @throws dev.writ.WritException with {@code invalid_arguments} when the JSON is not a proposal */
    public static GrantProposal read(JsonNode node) {
        Fields fields = Fields.of(
                node,
                "proposal",
                Set.of("task", "tool", "operations", "scope", "duration_seconds", "maximum_uses", "reason"));
        String tool = fields.text("tool");
        return new GrantProposal(
                fields.text("task"),
                tool,
                Set.copyOf(fields.texts("operations")),
                ScopeJson.stored(tool, fields.required("scope")),
                Duration.ofSeconds(fields.number("duration_seconds")),
                Math.clamp(fields.number("maximum_uses"), -1, Integer.MAX_VALUE),
                fields.text("reason"));
    }

    /** The one text that stands for this proposal. */
    String canonical() {
        return Json.canonical(toJson());
    }

    /** Whether the other asks for the same, in whatever words. */
    boolean asksSameAs(GrantProposal other) {
        return Json.canonical(powers()).equals(Json.canonical(other.powers()));
    }

    /** Whether the other asks for the same powers, be it for another task. */
    boolean asksAlike(GrantProposal other) {
        return Json.canonical(powersAlone()).equals(Json.canonical(other.powersAlone()));
    }

    private ObjectNode powers() {
        return powersAlone().put("task", task);
    }

    private ObjectNode powersAlone() {
        ObjectNode node = Json.object();
        node.put("tool", tool);
        node.set("operations", Json.array(operations.stream().sorted().toList()));
        node.set("scope", ScopeJson.write(scope));
        node.put("duration_seconds", duration.toSeconds());
        node.put("maximum_uses", maximumUses);
        return node;
    }

    /** SHA-256 of a proposal's canonical text, in hexadecimal digits. */
    static String hash(String canonical) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
