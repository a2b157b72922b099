package dev.writ.recovery;

import dev.writ.FailureCode;
import dev.writ.entity.EntityKind;
import dev.writ.recovery.health.Sign;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** From an incident to what is tried, in which order, and what exactly that is now. */
final class Plans {
    /** Failures that come and go: trying again is right. */
    private static final Set<String> PASSING = Set.of(
            FailureCode.UNAVAILABLE.id(),
            FailureCode.TIMED_OUT.id(),
            FailureCode.STORE_LOCKED.id(),
            FailureCode.MODEL_FAILED.id());

    /** A change that is older than this is not what made things fail just now. */
    private static final Duration RECENT = Duration.ofDays(1);

    private final Repairs repairs;
    private final Limits limits;

    Plans(Repairs repairs, Limits limits) {
        this.repairs = repairs;
        this.limits = limits;
    }

    /** The table's order, with what helped before first; a person alone where it comes back again and again. */
    List<Way> order(Incident incident, Optional<Way> recorded) {
        if (flaps(incident)) {
            return List.of(Way.ASK_PERSON);
        }
        List<Way> table = Way.waysFor(incident.sign());
        Set<Way> order = new LinkedHashSet<>();
        recorded.filter(table::contains).ifPresent(order::add);
        order.addAll(table);
        return new ArrayList<>(order);
    }

    boolean flaps(Incident incident) {
        return incident.times() >= limits.flaps();
    }

    /** Whether the rules leave open what is right: a failure that may come from anything. */
    static boolean isUnsure(Incident incident) {
        return incident.sign() == Sign.TASKS_FAILING
                && !PASSING.contains(incident.facts().path("code").asString(""));
    }

    /** The way as an action on what the incident is about, as things stand; empty where it makes no sense there. */
    Optional<Action> action(Way way, Incident incident) {
        return switch (way) {
            case RETRY -> text(incident, "task").map(Action.Retry::new);
            case RESTART_SERVER ->
                Optional.of(new Action.RestartServer(incident.subject().name()));
            case REVOKE_TOOL ->
                text(incident, "tree")
                        .flatMap(tree -> text(incident, "tool").map(tool -> new Action.RevokeTool(tree, tool)));
            case ROLL_BACK ->
                definition(incident)
                        .flatMap(kind -> versions(incident, kind))
                        .map(pair -> new Action.RollBack(
                                pair.kind(), incident.subject().name(), pair.bad(), pair.good()));
            case QUARANTINE ->
                definition(incident)
                        .flatMap(kind -> versions(incident, kind))
                        .map(pair -> new Action.QuarantineVersion(
                                pair.kind(), incident.subject().name(), pair.bad(), pair.good()));
            case ASK_PERSON -> Optional.of(new Action.AskPerson(incident.cause()));
        };
    }

    private record Versions(EntityKind kind, int bad, int good) {}

    private static Optional<EntityKind> definition(Incident incident) {
        return switch (incident.subject().kind()) {
            case "agent" -> Optional.of(EntityKind.AGENT);
            case "tool" -> Optional.of(EntityKind.TOOL);
            default -> Optional.empty();
        };
    }

    /** Those the finding names, else the active one and the one before it. */
    private Optional<Versions> versions(Incident incident, EntityKind kind) {
        int bad = incident.facts().path("version").asInt(0);
        int good = incident.facts().path("from_version").asInt(0);
        if (bad > 0 && good > 0) {
            return Optional.of(new Versions(kind, bad, good));
        }
        int before = repairs.versionBefore(
                kind, incident.subject().name(), incident.openedAt().minus(RECENT), incident.openedAt());
        return before == 0
                ? Optional.empty()
                : Optional.of(new Versions(
                        kind, repairs.activeVersion(kind, incident.subject().name()), before));
    }

    private static Optional<String> text(Incident incident, String fact) {
        String value = incident.facts().path(fact).asString("");
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }
}
