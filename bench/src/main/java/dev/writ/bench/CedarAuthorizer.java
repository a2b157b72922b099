package dev.writ.bench;

import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.AuthorizationRequest;
import com.cedarpolicy.model.Context;
import com.cedarpolicy.model.entity.Entities;
import com.cedarpolicy.model.policy.Policy;
import com.cedarpolicy.model.policy.PolicySet;
import com.cedarpolicy.value.EntityTypeName;
import com.cedarpolicy.value.EntityUID;
import com.cedarpolicy.value.PrimString;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Cedar through its Java binding, with one policy an assignment. The policies are parsed once and kept on the native
 * side, which is the binding's fast path.
 */
final class CedarAuthorizer implements Authorizer<AuthorizationRequest> {
    private static final EntityTypeName TASK = EntityTypeName.parse("Task").orElseThrow();
    private static final EntityTypeName ACTION = EntityTypeName.parse("Action").orElseThrow();
    private static final EntityUID WORKSPACE =
            EntityTypeName.parse("Workspace").orElseThrow().of("workspace");

    private final BasicAuthorizationEngine engine = new BasicAuthorizationEngine();
    private final Entities entities = new Entities();
    private final PolicySet policies;

    private CedarAuthorizer(IntStream tasks) throws Exception {
        Set<Policy> all = new HashSet<>();
        tasks.forEach(task -> {
            for (Rules.Verb verb : Rules.Verb.values()) {
                all.add(new Policy(policy(task, verb), verb.id() + task));
            }
        });
        this.policies = new PolicySet(all);
        policies.cache();
    }

    static String policy(int task, Rules.Verb verb) {
        return """
                permit (principal == Task::"%s", action == Action::"%s", resource) when { context.path like "%s/*" };
                """.formatted(Rules.task(task), verb.id(), Rules.folder(task));
    }

    /** With the policies of all tasks. */
    static CedarAuthorizer ofAll(Rules rules) throws Exception {
        return new CedarAuthorizer(IntStream.range(0, rules.tasks()));
    }

    /** With those of one task alone, as if the application had picked them: what is left is the way there and back. */
    static CedarAuthorizer of(int task) throws Exception {
        return new CedarAuthorizer(IntStream.of(task));
    }

    @Override
    public AuthorizationRequest prepare(Question question) {
        return new AuthorizationRequest(
                TASK.of(question.task()),
                ACTION.of(question.verb().id()),
                WORKSPACE,
                new Context(Map.of("path", new PrimString(question.path()))),
                Optional.empty(),
                false);
    }

    @Override
    public boolean allows(AuthorizationRequest question) throws Exception {
        return engine.isAuthorized(question, policies, entities)
                .success
                .orElseThrow()
                .isAllowed();
    }
}
