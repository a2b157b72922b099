package dev.writ.permission;

import java.util.ArrayList;
import java.util.List;

/**
 * One question to a person.
 *
 * @param first the request that was made first; an answer to any of them answers all
 * @param alike the others
 */
public record ApprovalQuestion(ApprovalRequest first, List<ApprovalRequest> alike) {
    public ApprovalQuestion {
        alike = List.copyOf(alike);
    }

    /** The questions that these requests are, in the order of their first ones. */
    static List<ApprovalQuestion> of(List<ApprovalRequest> requests) {
        List<List<ApprovalRequest>> groups = new ArrayList<>();
        for (ApprovalRequest request : requests) {
            groups.stream()
                    .filter(group -> group.getFirst().asksAlike(request))
                    .findFirst()
                    .ifPresentOrElse(group -> group.add(request), () -> groups.add(new ArrayList<>(List.of(request))));
        }
        return groups.stream()
                .map(group -> new ApprovalQuestion(group.getFirst(), group.subList(1, group.size())))
                .toList();
    }
}
