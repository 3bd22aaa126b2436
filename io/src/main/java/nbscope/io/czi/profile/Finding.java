package nbscope.io.czi.profile;

import java.util.List;

/// One thing that the figures say.
///
/// @param name     short: `very slow tile reads`
/// @param evidence the figures that say so, as a sentence
/// @param causes   what it may come from
/// @param remedies what to try
public record Finding(String name, String evidence, List<String> causes, List<String> remedies) {
    public Finding {
        causes = List.copyOf(causes);
        remedies = List.copyOf(remedies);
    }
}
