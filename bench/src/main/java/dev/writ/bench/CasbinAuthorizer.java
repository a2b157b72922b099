package dev.writ.bench;

import java.util.ArrayList;
import java.util.List;
import org.casbin.jcasbin.main.Enforcer;
import org.casbin.jcasbin.model.Model;

/** jCasbin with one policy line an assignment: subject, action, and the prefix of the object. */
final class CasbinAuthorizer implements Authorizer<Object[]> {
    private static final String MODEL = """
            [request_definition]
            r = sub, act, obj

            [policy_definition]
            p = sub, act, obj

            [policy_effect]
            e = some(where (p.eft == allow))

            [matchers]
            m = r.sub == p.sub && r.act == p.act && keyMatch(r.obj, p.obj)
            """;

    private final Enforcer enforcer;

    CasbinAuthorizer(Rules rules) {
        Model model = new Model();
        model.loadModelFromText(MODEL);
        this.enforcer = new Enforcer(model);
        enforcer.enableLog(false);
        List<List<String>> policies = new ArrayList<>();
        for (int task = 0; task < rules.tasks(); task++) {
            for (Rules.Verb verb : Rules.Verb.values()) {
                policies.add(List.of(Rules.task(task), verb.id(), Rules.folder(task) + "/*"));
            }
        }
        // Straight into the model: adding them through the enforcer compares each with all that are there.
        enforcer.getModel().addPolicies("p", "p", policies);
    }

    @Override
    public Object[] prepare(Question question) {
        return new Object[] {question.task(), question.verb().id(), question.path()};
    }

    @Override
    public boolean allows(Object[] question) {
        return enforcer.enforce(question);
    }
}
