/** What an auditor asks about a period: who could do what, who said yes, what was used, refused, odd and changed; and its signature. */
@NullMarked
package dev.writ.insight.compliance;

import org.jspecify.annotations.NullMarked;
