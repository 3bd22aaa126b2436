package nbscope.io.czi;

import java.util.Collections;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/// One plane of a file: a position along some of the dimensions Z, C, T, R, I, H, V and B. A dimension
/// that is not named stands at its first position. A scene may be chosen too; without one, all scenes
/// are meant.
///
/// @param position dimension to position
/// @param scene    empty for all
public record CziPlane(Map<Character, Integer> position, OptionalInt scene) {
    /// The dimensions that tell planes from each other.
    public static final String LETTERS = "ZCTRIHVB";

    public CziPlane {
        position.keySet().forEach(letter -> {
            if (LETTERS.indexOf(letter) < 0) {
                throw new IllegalArgumentException("dimension " + letter + " does not tell planes from each other; "
                        + "those that do are " + String.join(", ", LETTERS.split(""))
                        + (letter == 'S' ? ", and a scene is chosen with scene(index)" : ""));
            }
        });
        position = Collections.unmodifiableMap(new TreeMap<>(position));
    }

    /// The first position along every dimension, all scenes.
    public static CziPlane first() {
        return new CziPlane(Map.of(), OptionalInt.empty());
    }

    public static CziPlane channel(int index) {
        return first().with('C', index);
    }

    /// From a text such as `C=0,Z=3,T=1`.
    ///
    /// @throws IllegalArgumentException when it is no such text
    public static CziPlane parse(String text) {
        Map<Character, Integer> position = new TreeMap<>();
        for (String part : text.isBlank() ? new String[0] : text.split(",")) {
            String trimmed = part.strip();
            if (!trimmed.matches("[A-Za-z]=-?[0-9]{1,9}")) {
                throw new IllegalArgumentException(
                        "found \"" + part + "\" in the plane \"" + text + "\", expected something like C=0,Z=3,T=1");
            }
            char letter = Character.toUpperCase(trimmed.charAt(0));
            if (position.put(letter, Integer.valueOf(trimmed.substring(2))) != null) {
                throw new IllegalArgumentException(
                        "dimension " + letter + " stands twice in the plane \"" + text + "\"");
            }
        }
        return new CziPlane(position, OptionalInt.empty());
    }

    public CziPlane with(char letter, int value) {
        Map<Character, Integer> changed = new TreeMap<>(position);
        changed.put(letter, value);
        return new CziPlane(changed, scene);
    }

    /// The same plane of one scene.
    public CziPlane scene(int index) {
        return new CziPlane(position, OptionalInt.of(index));
    }
}
