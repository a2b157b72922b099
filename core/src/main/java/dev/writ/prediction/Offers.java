package dev.writ.prediction;

import dev.writ.tool.OperationSpec;
import dev.writ.tool.RegisteredTool;
import dev.writ.tool.ToolRegistry;
import java.util.List;

/** What the tools of this Writ offer. */
public final class Offers {
    private Offers() {}

    /** An offer for each operation that can be granted; its words are those of its tool and its own. */
    public static List<Offer> of(ToolRegistry registry) {
        return registry.tools().stream()
                .filter(tool -> !tool.spec().name().equals(OperationSpec.CORE))
                .flatMap(tool -> tool.operations().stream().map(operation -> of(tool, operation)))
                .toList();
    }

    private static Offer of(RegisteredTool tool, OperationSpec operation) {
        String arguments =
                String.join(" ", operation.inputSchema().path("properties").propertyNames());
        return new Offer(
                operation.id(),
                String.join(
                        " ",
                        operation.name(),
                        operation.description(),
                        tool.spec().name(),
                        tool.spec().description(),
                        arguments),
                !tool.server().thirdParty());
    }

    /** The tool that an offer is an operation of. */
    static String toolOf(String offer) {
        return offer.substring(0, offer.lastIndexOf('.'));
    }

    static String operationOf(String offer) {
        return offer.substring(offer.lastIndexOf('.') + 1);
    }
}
