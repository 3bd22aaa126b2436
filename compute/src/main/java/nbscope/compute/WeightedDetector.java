package nbscope.compute;

import java.util.ArrayList;
import java.util.List;
import nbscope.io.Calibration;

/// A sum of detectors, each with a weight. Where they overlap their weights add.
///
/// @param terms one at least
public record WeightedDetector(List<Term> terms) implements Detector {
    /// A detector and what its sum is multiplied by.
    public record Term(double weight, Detector detector) {
        public Term {
            if (!Double.isFinite(weight)) {
                throw new IllegalArgumentException("the weight of a detector is a finite number; found " + weight);
            }
        }
    }

    public WeightedDetector {
        terms = List.copyOf(terms);
        if (terms.isEmpty()) {
            throw new IllegalArgumentException("a weighted detector needs one term at least; found none");
        }
    }

    static WeightedDetector of(Detector a, double weightA, Detector b, double weightB) {
        List<Term> terms = new ArrayList<>();
        add(terms, a, weightA);
        add(terms, b, weightB);
        return new WeightedDetector(terms);
    }

    private static void add(List<Term> terms, Detector detector, double weight) {
        if (detector instanceof WeightedDetector sum) {
            sum.terms.forEach(t -> terms.add(new Term(weight * t.weight, t.detector)));
        } else {
            terms.add(new Term(weight, detector));
        }
    }

    @Override
    public WeightedDetector times(double factor) {
        return new WeightedDetector(
                terms.stream().map(t -> new Term(factor * t.weight, t.detector)).toList());
    }

    @Override
    public WeightedDetector in(Unit unit) {
        return new WeightedDetector(
                terms.stream().map(t -> new Term(t.weight, t.detector.in(unit))).toList());
    }

    @Override
    public WeightedDetector at(double centreRow, double centreCol) {
        return new WeightedDetector(terms.stream()
                .map(t -> new Term(t.weight, t.detector.at(centreRow, centreCol)))
                .toList());
    }

    @Override
    public WeightedDetector resolve(Calibration calibration, int rows, int cols) {
        return new WeightedDetector(terms.stream()
                .map(t -> new Term(t.weight, t.detector.resolve(calibration, rows, cols)))
                .toList());
    }
}
