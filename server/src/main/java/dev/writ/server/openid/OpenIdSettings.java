package dev.writ.server.openid;

import dev.writ.permission.Allow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whose tokens let agents in, for whom, and as what.
 *
 * @param issuer exactly as the provider writes it
 * @param audience of which a token must name one; empty for the address of the endpoint that it is shown to
 * @param requiredScope that a token must have, as an OAuth scope
 * @param who may come in: whoever fits one of these
 * @param agents whoever fits one of these, the first that does, works as its agent
 * @param agent as which everybody else works
 * @param purpose what agents are let in for, in the words of whoever set this up
 * @param reading whether they may read below the workspace from the start
 * @param mayApprove whether the person at the client may approve what its agent asks for
 * @param keep for how long a task waits for another token when the last one has expired
 */
public record OpenIdSettings(
        String issuer,
        List<String> audience,
        Optional<String> requiredScope,
        List<ClaimRule> who,
        List<AgentRule> agents,
        String agent,
        String purpose,
        Optional<Path> workspace,
        Set<Allow> allow,
        boolean reading,
        boolean mayApprove,
        Duration keep) {

    public OpenIdSettings {
        audience = List.copyOf(audience);
        who = List.copyOf(who);
        agents = List.copyOf(agents);
        allow = Set.copyOf(allow);
    }

    /** Whoever fits works as this agent. */
    record AgentRule(ClaimRule rule, String agent) {}

    /** Every agent that somebody can work as. */
    public List<String> agentNames() {
        return Stream.concat(Stream.of(agent), agents.stream().map(AgentRule::agent))
                .distinct()
                .toList();
    }

    boolean letsIn(Map<String, Object> claims) {
        return who.stream().anyMatch(rule -> rule.fits(claims));
    }

    String agentFor(Map<String, Object> claims) {
        return agents.stream()
                .filter(mapping -> mapping.rule().fits(claims))
                .map(AgentRule::agent)
                .findFirst()
                .orElse(agent);
    }
}
