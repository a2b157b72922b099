package dev.writ.process;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Which agent a request is for, as far as its words tell. */
final class AgentRules {
    static final String GENERAL = "worker";

    private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
    private static final Pattern OWN_WORK = Pattern.compile(
            "\\b(analy[sz]\\w*|review|report on|how (did|does|is|has)|statistics|insights?|performance|slow\\w*|failed"
                    + "|failures?)\\b.*\\b(writ|this system|the system|own database|your(self| own)|agents?|tasks?"
                    + "|tool (calls|usage))\\b"
                    + "|\\b(system|writ)('s)? (performance|performed|failures)\\b",
            FLAGS | Pattern.DOTALL);
    private static final Pattern OPTIMISE = Pattern.compile(
            "\\b(optimi[sz]\\w*|tune|tuning|speed up|faster|reduce the (time|duration|run ?time))\\b", FLAGS);
    private static final Pattern REPAIR = Pattern.compile(
            "\\b(fix|repair|debug|make\\b.{1,60}\\b(work|pass|succeed)|get\\b.{1,60}\\b(working|passing))\\b",
            FLAGS | Pattern.DOTALL);

    private AgentRules() {}

    /** The agents whose work the request describes; more than one means that the rules are unsure. */
    static List<String> candidates(String request) {
        List<String> found = new ArrayList<>();
        if (OWN_WORK.matcher(request).find()) {
            found.add("investigator_agent");
        }
        if (OPTIMISE.matcher(request).find()) {
            found.add("optimizer_agent");
        }
        if (REPAIR.matcher(request).find()) {
            found.add("recovery_agent");
        }
        return found.isEmpty() ? List.of(GENERAL) : found;
    }
}
