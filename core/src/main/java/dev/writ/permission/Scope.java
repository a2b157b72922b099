package dev.writ.permission;

import dev.writ.entity.EntityKind;
import dev.writ.permission.Access.EntityVerb;
import dev.writ.permission.Access.RepositoryVerb;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The argument limits of a grant. The JSON form of each is an object with the names of its parts, for instance
 * {@code {"read": ["src/**"], "write": []}}; {@link ScopeJson} reads and writes it.
 */
public sealed interface Scope
        permits Scope.FileScope,
                Scope.CommandScope,
                Scope.QueryScope,
                Scope.RepositoryScope,
                Scope.EntityScope,
                Scope.RecipientScope,
                ArgumentScope {
    /** Whether this one access lies inside the scope. An access of another family never does. */
    boolean permits(Access access);

    /** Whether everything that {@code other} permits is permitted here too; false where that cannot be shown. */
    boolean covers(Scope other);

    /**
     * Path globs ({@code **} any depth, {@code *} within a name) relative to the workspace root. Write implies no read. A
     * path that leads elsewhere than it reads, with {@code ..} in it, is permitted by none.
     */
    record FileScope(List<String> read, List<String> write) implements Scope {
        public FileScope {
            read = List.copyOf(read);
            write = List.copyOf(write);
        }

        @Override
        public boolean permits(Access access) {
            return access instanceof Access.FileAccess file
                    && switch (file.verb()) {
                        case READ -> PathGlob.anyMatches(read, file.path());
                        case WRITE -> PathGlob.anyMatches(write, file.path());
                    }
                    && PathGlob.isPlain(file.path());
        }

        @Override
        public boolean covers(Scope other) {
            return other instanceof FileScope files
                    && PathGlob.allCovered(read, files.read)
                    && PathGlob.allCovered(write, files.write);
        }
    }

    /**
     * Command lines, each a pattern of tokens: a program, {@code *} for one argument, a last {@code **} for any,
     * arguments of a type as {@code <path>}, allowed options as {@code [-l|-n <number>]*}; {@link PatternText} has them
     * all. And the hosts that each of them may reach; without any they have no network.
     */
    final class CommandScope implements Scope {
        private final List<List<String>> commands;
        private final List<CommandPattern> patterns;
        private final List<HostPattern> hosts;

        /** Command lines without network. */
        public CommandScope(List<List<String>> commands) {
            this(commands, List.of());
        }

        /** @param hosts in any order, which has no meaning */
        public CommandScope(List<List<String>> commands, List<HostPattern> hosts) {
            this.commands = commands.stream().map(List::copyOf).toList();
            this.patterns = this.commands.stream().map(CommandPattern::of).toList();
            this.hosts = hosts.stream()
                    .distinct()
                    .sorted(Comparator.comparing(HostPattern::toString))
                    .toList();
        }

        public List<List<String>> commands() {
            return commands;
        }

        /** Hosts that every one of the command lines may reach. */
        public List<HostPattern> hosts() {
            return hosts;
        }

        /** Whether it names every argument of its command lines, and every host one by one. */
        public boolean isExact() {
            return commands.stream().allMatch(PatternText::isExact)
                    && hosts.stream().allMatch(host -> host instanceof HostPattern.One);
        }

        @Override
        public boolean permits(Access access) {
            if (access instanceof Access.CommandAccess command && reaches(command.hosts())) {
                for (int i = 0; i < patterns.size(); i++) {
                    if (patterns.get(i).matches(command.argv())) {
                        return true;
                    }
                }
            }
            return false;
        }

        @Override
        public boolean covers(Scope other) {
            return other instanceof CommandScope narrower
                    && narrower.hosts.stream().allMatch(host -> hosts.stream().anyMatch(wider -> wider.covers(host)))
                    && narrower.patterns.stream()
                            .allMatch(line -> patterns.stream().anyMatch(pattern -> pattern.covers(line)));
        }

        private boolean reaches(List<Host> wanted) {
            for (int i = 0; i < wanted.size(); i++) {
                Host host = wanted.get(i);
                if (hosts.stream().noneMatch(pattern -> pattern.permits(host))) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof CommandScope scope && commands.equals(scope.commands) && hosts.equals(scope.hosts);
        }

        @Override
        public int hashCode() {
            return Objects.hash(commands, hosts);
        }

        @Override
        public String toString() {
            return "CommandScope[commands=" + commands + ", hosts=" + hosts + "]";
        }
    }

    /**
     * Named queries as {@code database:query}; {@code database:*} for all of a database, {@code *:*} for all of all.
     *
     * @param pins in a grant, for each {@code database:query} the hash of the definition that was granted: another
     *     definition is not permitted; empty in ceilings and base permissions, which hold for names
     */
    record QueryScope(List<String> queries, Optional<Map<String, String>> pins) implements Scope {
        private static final String ALL = "*:*";

        public QueryScope {
            queries = List.copyOf(queries);
            pins = pins.map(Map::copyOf);
        }

        /** Queries by their names, whatever they are. */
        public QueryScope(List<String> queries) {
            this(queries, Optional.empty());
        }

        @Override
        public boolean permits(Access access) {
            return access instanceof Access.QueryAccess query
                    && names(query.database(), query.query())
                    && (pins.isEmpty() || isPinned(pins.get(), query));
        }

        /** Whether it names the query, whatever that is by now. */
        public boolean names(String database, String query) {
            for (int i = 0; i < queries.size(); i++) {
                if (matches(queries.get(i), database, query)) {
                    return true;
                }
            }
            return false;
        }

        private static boolean isPinned(Map<String, String> pins, Access.QueryAccess query) {
            return query.definition().equals(pins.get(query.database() + ":" + query.query()));
        }

        private static boolean matches(String pattern, String database, String query) {
            return pattern.equals(ALL) || (isDatabase(pattern, database) && isQuery(pattern, database, query));
        }

        private static boolean isDatabase(String pattern, String database) {
            return pattern.indexOf(':') == database.length() && pattern.startsWith(database);
        }

        private static boolean isQuery(String pattern, String database, String query) {
            int from = database.length() + 1;
            boolean all = pattern.length() == from + 1 && pattern.endsWith("*");
            return all || (pattern.length() == from + query.length() && pattern.endsWith(query));
        }

        @Override
        public boolean covers(Scope other) {
            return other instanceof QueryScope narrower && coversNames(narrower) && coversPins(narrower);
        }

        private boolean coversNames(QueryScope narrower) {
            return queries.contains(ALL)
                    || narrower.queries.stream()
                            .allMatch(query -> queries.contains(query)
                                    || queries.contains(query.substring(0, query.indexOf(':') + 1) + "*"));
        }

        private boolean coversPins(QueryScope narrower) {
            return pins.isEmpty()
                    || narrower.pins
                            .map(fewer -> pins.get().entrySet().containsAll(fewer.entrySet()))
                            .orElse(false);
        }

        /** The same names, with those of these definitions that they mean. */
        QueryScope pinnedBy(Map<String, String> definitions) {
            Map<String, String> meant = new HashMap<>(definitions);
            meant.keySet().removeIf(query -> {
                int colon = query.indexOf(':');
                return !names(query.substring(0, colon), query.substring(colon + 1));
            });
            return new QueryScope(queries, Optional.of(meant));
        }
    }

    /** Repositories (path globs), branches (globs; "" only with verbs that concern no branch) and verbs. */
    record RepositoryScope(List<String> repositories, List<String> branches, Set<RepositoryVerb> verbs)
            implements Scope {
        public RepositoryScope {
            repositories = List.copyOf(repositories);
            branches = List.copyOf(branches);
            verbs = Set.copyOf(verbs);
        }

        @Override
        public boolean permits(Access access) {
            return access instanceof Access.RepositoryAccess repository
                    && verbs.contains(repository.verb())
                    && PathGlob.anyMatches(repositories, repository.repository())
                    && ((repository.branch().isEmpty() && !repository.verb().concernsBranch())
                            || PathGlob.anyMatches(branches, repository.branch()))
                    && PathGlob.isPlain(repository.repository());
        }

        @Override
        public boolean covers(Scope other) {
            return other instanceof RepositoryScope narrower
                    && verbs.containsAll(narrower.verbs)
                    && PathGlob.allCovered(repositories, narrower.repositories)
                    && PathGlob.allCovered(branches, narrower.branches);
        }
    }

    /** For each entity kind the verbs allowed on it. */
    record EntityScope(Map<EntityKind, Set<EntityVerb>> kinds) implements Scope {
        public EntityScope {
            kinds = kinds.entrySet().stream()
                    .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> Set.copyOf(entry.getValue())));
        }

        @Override
        public boolean permits(Access access) {
            return access instanceof Access.EntityAccess entity
                    && kinds.getOrDefault(entity.kind(), Set.of()).contains(entity.verb());
        }

        @Override
        public boolean covers(Scope other) {
            return other instanceof EntityScope narrower
                    && narrower.kinds.entrySet().stream()
                            .allMatch(entry ->
                                    kinds.getOrDefault(entry.getKey(), Set.of()).containsAll(entry.getValue()));
        }
    }

    /** Names of recipients; {@code user} is the person who submitted the tree. */
    record RecipientScope(List<String> recipients) implements Scope {
        public RecipientScope {
            recipients = List.copyOf(recipients);
        }

        @Override
        public boolean permits(Access access) {
            return access instanceof Access.RecipientAccess recipient && recipients.contains(recipient.recipient());
        }

        @Override
        public boolean covers(Scope other) {
            return other instanceof RecipientScope narrower && recipients.containsAll(narrower.recipients);
        }
    }
}
