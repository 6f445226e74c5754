using TensorDsl.Generator.Elaboration;
using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Generation;

/// <summary>
/// Finds what a value (…, T, …, T', …) is wherever the second position comes after the first, where that is one number:
/// 0 of attention weights under a causal mask, −∞ of the scores before. Such values can be summed over the positions
/// that there are so far: those to come add nothing.
/// </summary>
internal sealed class Causality
{
    // A number that stands for −∞ in scores: no activation brings it back into sight.
    private const double Hidden = -1e9;

    private readonly Dictionary<(Node, int, int, bool), double?> _known = [];

    /// <summary>The number, or null where there is none or it is not known.</summary>
    /// <param name="node">The value.</param>
    /// <param name="first">The axis of the position that looks.</param>
    /// <param name="second">The axis of the position that is looked at.</param>
    /// <param name="same">Asks where both positions are the same, instead of where the second is later.</param>
    public double? Of(Node node, int first, int second, bool same = false)
    {
        var key = (node, first, second, same);
        if (!_known.TryGetValue(key, out double? value))
            _known[key] = value = Find(node, first, second, same);
        return value;
    }

    /// <summary>Whether later positions leave the maximum over <paramref name="second"/> as it is.</summary>
    public bool IsHidden(Node node, int first, int second) => Of(node, first, second) is { } later
        && (double.IsNegativeInfinity(later) || (later <= Hidden && Of(node, first, second, same: true) != later));

    private double? Find(Node node, int first, int second, bool same) => node switch
    {
        ConstantNode constant => constant.Value,
        StopGradientNode => Of(node.Inputs[0], first, second, same),
        TransposeNode transpose => Of(transpose.Inputs[0], transpose.Order[first], transpose.Order[second], same),
        ReshapeNode => Reshaped(node, first, second, same),
        ReduceNode reduce => Reduced(reduce, first, second, same),
        ContractNode contract => Contracted(contract, first, second, same),
        MapNode map => Mapped(map, first, second, same),
        _ => null,
    };

    private double? Reshaped(Node node, int first, int second, bool same)
    {
        int before = TimeAxes.Before(node, first), other = TimeAxes.Before(node, second);
        return before < 0 || other < 0 || before == other ? null : Of(node.Inputs[0], before, other, same);
    }

    private double? Reduced(ReduceNode reduce, int first, int second, bool same)
    {
        var value = reduce.Axes.Contains(first) || reduce.Axes.Contains(second) ? null : Of(reduce.Inputs[0], first, second, same);
        return reduce.Reduction == Reduction.Maximum || value == 0 ? value : null;
    }

    private double? Contracted(ContractNode contract, int first, int second, bool same)
    {
        var spec = contract.Spec;
        int f = spec.Output[first], s = spec.Output[second];
        foreach (var (node, letters) in new[] { (contract.Inputs[0], spec.A), (contract.Inputs[1], spec.B) })
        {
            int x = Array.IndexOf(letters, f), y = Array.IndexOf(letters, s);
            if (x >= 0 && y >= 0 && Of(node, x, y, same) == 0)
                return 0;
        }

        return null;
    }

    private double? Mapped(MapNode map, int first, int second, bool same)
    {
        double?[] x = [.. map.Inputs.Select(input => Operand(input, map, first, second, same))];
        if (map.Function == Function.Where)
            return x[0] is { } condition ? (condition != 0 ? x[1] : x[2]) : x[1] == x[2] ? x[1] : null;
        if (x.All(value => value is not null))
            return Folding.Evaluate(map.Function, [.. x.Select(value => value!.Value)]);
        if (map.Function is Function.Less or Function.LessEqual or Function.Equal)
            return Compared(map, first, second, same);
        return map.Function switch
        {
            Function.Multiply when x[0] == 0 || x[1] == 0 => 0,
            Function.Divide when x[0] == 0 => 0,
            Function.Add when x[0] <= Hidden || x[1] <= Hidden => double.NegativeInfinity,
            Function.Subtract when x[0] <= Hidden => double.NegativeInfinity,
            Function.Minimum when x[0] == double.NegativeInfinity || x[1] == double.NegativeInfinity => double.NegativeInfinity,
            _ => null,
        };
    }

    // What an operand is there, that has both axes or neither.
    private double? Operand(Node operand, Node user, int first, int second, bool same)
    {
        if (operand is ConstantNode constant)
            return constant.Value;
        int[] places = Broadcasting.Map(operand.Shape, user.Shape);
        return places[first] < 0 || places[second] < 0 ? null : Of(operand, places[first], places[second], same);
    }

    // Comparisons of positions: their difference is at least, or at most, some number.
    private double? Compared(MapNode map, int first, int second, bool same)
    {
        if (Line.Of(map.Inputs[0], map, first, second) is not { } left || Line.Of(map.Inputs[1], map, first, second) is not { } right)
            return null;
        var (low, high) = (left - right).Range(same);
        return map.Function switch
        {
            Function.Less when high < 0 => 1,
            Function.Less when low >= 0 => 0,
            Function.LessEqual when high <= 0 => 1,
            Function.LessEqual when low > 0 => 0,
            Function.Equal when low > 0 || high < 0 => 0,
            Function.Equal when low == 0 && high == 0 => 1,
            _ => null,
        };
    }

    /// <summary>first · i + second · j + constant, of the positions i and j.</summary>
    private readonly record struct Line(double First, double Second, double Constant)
    {
        public static Line operator -(Line left, Line right) =>
            new(left.First - right.First, left.Second - right.Second, left.Constant - right.Constant);

        public static Line operator *(Line line, double factor) => new(factor * line.First, factor * line.Second, factor * line.Constant);

        private bool IsConstant => First == 0 && Second == 0;

        /// <summary>The least and the largest value over all i ≥ 0 and j &gt; i, or j = i.</summary>
        public (double Low, double High) Range(bool same)
        {
            // i and j − i − 1, both from 0 on.
            double along = First + Second, apart = same ? 0 : Second, start = Constant + (same ? 0 : Second);
            return (along < 0 || apart < 0 ? double.NegativeInfinity : start, along > 0 || apart > 0 ? double.PositiveInfinity : start);
        }

        public static Line? Of(Node node, Node user, int first, int second)
        {
            int[] places = Broadcasting.Map(node.Shape, user.Shape);
            return Of(node, places[first], places[second]);
        }

        private static Line? Of(Node node, int first, int second)
        {
            switch (node)
            {
                case ConstantNode constant:
                    return new Line(0, 0, constant.Value);
                case IndexNode when first == 0:
                    return new Line(1, 0, 0);
                case IndexNode when second == 0:
                    return new Line(0, 1, 0);
                case StopGradientNode:
                    return Of(node.Inputs[0], first, second);
                case TransposeNode transpose:
                    return Of(node.Inputs[0], first < 0 ? -1 : transpose.Order[first], second < 0 ? -1 : transpose.Order[second]);
                case ReshapeNode:
                    return Of(node.Inputs[0], first < 0 ? -1 : TimeAxes.Before(node, first), second < 0 ? -1 : TimeAxes.Before(node, second));
                case MapNode { Function: Function.Copy or Function.Negate or Function.Add or Function.Subtract or Function.Multiply or Function.Divide } map:
                    return Combined(map, first, second);
                default:
                    return null;
            }
        }

        private static Line? Combined(MapNode map, int first, int second)
        {
            var lines = new List<Line>();
            foreach (var input in map.Inputs)
            {
                int[] places = Broadcasting.Map(input.Shape, map.Shape);
                if (Of(input, first < 0 ? -1 : places[first], second < 0 ? -1 : places[second]) is not { } line)
                    return null;
                lines.Add(line);
            }

            return map.Function switch
            {
                Function.Copy => lines[0],
                Function.Negate => default(Line) - lines[0],
                Function.Add => lines[0] - (default(Line) - lines[1]),
                Function.Subtract => lines[0] - lines[1],
                Function.Multiply when lines[1].IsConstant => lines[0] * lines[1].Constant,
                Function.Divide when lines[1] is { IsConstant: true, Constant: not 0 } => lines[0] * (1 / lines[1].Constant),
                _ => null,
            };
        }
    }
}
