package dev.writ.permission;

import dev.writ.entity.EntityKind;
import dev.writ.permission.Access.EntityVerb;
import dev.writ.permission.Access.RepositoryVerb;
import dev.writ.permission.Limit.Approval;
import dev.writ.permission.Scope.CommandScope;
import dev.writ.permission.Scope.EntityScope;
import dev.writ.permission.Scope.FileScope;
import dev.writ.permission.Scope.QueryScope;
import dev.writ.permission.Scope.RecipientScope;
import dev.writ.permission.Scope.RepositoryScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How a submission and the configuration become the limits of a ceiling. */
final class CeilingRules {
    private static final List<String> ALL = List.of("**");
    private static final Set<String> NEED_WORKSPACE = Set.of("file_system_listing", "file_edit", "terminal", "github");

    private CeilingRules() {}

    static List<Limit> limits(boolean hasWorkspace, Set<Allow> allow, CeilingSettings settings) {
        List<Limit> limits = new ArrayList<>(alwaysThere());
        if (hasWorkspace) {
            limits.addAll(inWorkspace(allow));
        }
        settings.thirdPartyServers().stream()
                .map(server -> anyCallOf(ThirdPartyName.every(server)))
                .forEach(limits::add);
        for (Limit limit : settings.autoApprove()) {
            if (hasWorkspace || !NEED_WORKSPACE.contains(limit.tool())) {
                limits.add(limit);
                if (ThirdPartyName.isTool(limit.tool())) {
                    // It is named now, so that the limit for all tools of its server is none for it.
                    limits.add(anyCallOf(limit.tool()));
                }
            }
        }
        for (Limit maximum : new TreeMap<>(settings.maximum()).values()) {
            if (hasWorkspace || !NEED_WORKSPACE.contains(maximum.tool())) {
                limits = bounded(limits, maximum);
            }
        }
        return limits.stream()
                .map(limit -> settings.twoPeople().needed(limit.tool()) ? limit.asking() : limit)
                .toList();
    }

    private static List<Limit> alwaysThere() {
        Map<EntityKind, Set<EntityVerb>> unasked = kinds(EnumSet.of(EntityVerb.READ));
        unasked.put(EntityKind.DOCUMENT, EnumSet.allOf(EntityVerb.class));
        return List.of(
                limit("sql_lite", new QueryScope(List.of("writ:*")), Approval.AUTO),
                limit("sql_lite", new QueryScope(List.of("*:*")), Approval.PERSON),
                limit("entity_manager", new EntityScope(unasked), Approval.AUTO),
                limit("entity_manager", new EntityScope(kinds(EnumSet.allOf(EntityVerb.class))), Approval.PERSON),
                limit("message_user", new RecipientScope(List.of("user")), Approval.AUTO));
    }

    private static Map<EntityKind, Set<EntityVerb>> kinds(Set<EntityVerb> verbs) {
        Map<EntityKind, Set<EntityVerb>> kinds = new EnumMap<>(EntityKind.class);
        for (EntityKind kind : EntityKind.values()) {
            kinds.put(kind, verbs);
        }
        return kinds;
    }

    private static List<Limit> inWorkspace(Set<Allow> allow) {
        List<Limit> limits = new ArrayList<>();
        limits.add(limit("file_system_listing", new FileScope(ALL, List.of()), Approval.AUTO));
        // Copying and moving read what they write elsewhere.
        limits.add(limit("file_edit", new FileScope(ALL, ALL), when(allow.contains(Allow.EDIT))));
        limits.add(limit("terminal", new CommandScope(List.of(ALL)), when(allow.contains(Allow.RUN))));
        // Saying that commands may run says nothing about where they may send what they see.
        limits.add(limit("terminal", new CommandScope(List.of(ALL), HostPattern.ANY), Approval.PERSON));
        limits.add(github(EnumSet.of(RepositoryVerb.READ), Approval.AUTO));
        if (allow.contains(Allow.COMMIT)) {
            limits.add(github(
                    EnumSet.of(RepositoryVerb.STAGE, RepositoryVerb.COMMIT, RepositoryVerb.BRANCH), Approval.AUTO));
        }
        limits.add(github(EnumSet.allOf(RepositoryVerb.class), Approval.PERSON));
        return limits;
    }

    private static Limit anyCallOf(String tool) {
        return limit(tool, new ArgumentScope(List.of(ArgumentSchema.ANY)), Approval.PERSON);
    }

    private static Limit github(Set<RepositoryVerb> verbs, Approval approval) {
        return limit("github", new RepositoryScope(ALL, ALL, verbs), approval);
    }

    private static Approval when(boolean allowed) {
        return allowed ? Approval.AUTO : Approval.PERSON;
    }

    private static Limit limit(String tool, Scope scope, Approval approval) {
        return new Limit(tool, Set.of(), scope, GrantDuration.byDefault(tool), approval);
    }

    /** Narrows every limit of the maximum's tool, and adds the maximum itself for a person to decide. */
    private static List<Limit> bounded(List<Limit> limits, Limit maximum) {
        List<Limit> bounded = new ArrayList<>();
        for (Limit limit : limits) {
            if (!limit.tool().equals(maximum.tool())) {
                bounded.add(limit);
            } else if (!maximum.isNothing() && haveCommonOperations(limit, maximum)) {
                bounded.add(new Limit(
                        limit.tool(),
                        commonOperations(limit, maximum),
                        Scopes.intersection(limit.scope(), maximum.scope()),
                        maximumDuration(limit, maximum),
                        limit.approval()));
            }
        }
        bounded.add(maximum);
        return bounded;
    }

    private static Duration maximumDuration(Limit limit, Limit maximum) {
        return limit.maximumDuration().compareTo(maximum.maximumDuration()) < 0
                ? limit.maximumDuration()
                : maximum.maximumDuration();
    }

    private static boolean haveCommonOperations(Limit one, Limit other) {
        return one.operations().isEmpty()
                || other.operations().isEmpty()
                || one.operations().stream().anyMatch(other.operations()::contains);
    }

    private static Set<String> commonOperations(Limit one, Limit other) {
        if (one.operations().isEmpty()) {
            return other.operations();
        }
        return other.operations().isEmpty()
                ? one.operations()
                : one.operations().stream().filter(other.operations()::contains).collect(Collectors.toSet());
    }
}
