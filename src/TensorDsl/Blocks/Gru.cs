namespace TensorDsl;

public static partial class Ops
{
    private static readonly string[] GruGates = ["reset", "update", "candidate"];

    /// <summary>
    /// A gated recurrent unit along the positions of a sequence
    /// (Cho et al.: Learning Phrase Representations using RNN Encoder-Decoder for Statistical Machine Translation, 2014;
    /// with the reset gate after the product, as in its third version and in cuDNN):
    /// <code>
    /// r = sigmoid(x · resetWeight + resetBias + h · resetRecurrent)
    /// z = sigmoid(x · updateWeight + updateBias + h · updateRecurrent)
    /// n = tanh(x · candidateWeight + candidateBias + r · (h · candidateRecurrent + candidateRecurrentBias))
    /// h = (1 − z) · n + z · h
    /// </code>
    /// <list type="table">
    /// <item><term>x</term><description>(…, T, In)</description></item>
    /// <item><term>weights</term><description>(In, <paramref name="width"/>), parameters <c>gru.resetWeight</c>, <c>.updateWeight</c>, <c>.candidateWeight</c></description></item>
    /// <item><term>recurrent weights</term><description>(<paramref name="width"/>, <paramref name="width"/>), parameters <c>gru.resetRecurrent</c>, <c>.updateRecurrent</c>, <c>.candidateRecurrent</c></description></item>
    /// <item><term>biases</term><description>(<paramref name="width"/>), <c>resetBias</c>, <c>updateBias</c>, <c>candidateBias</c>, <c>candidateRecurrentBias</c>, start at 0</description></item>
    /// <item><term>h</term><description>(…, <paramref name="width"/>): the state, shared by all positions' outputs</description></item>
    /// <item><term>result</term><description>(…, T, <paramref name="width"/>): every position's state</description></item>
    /// </list>
    /// The products of x are made for all positions at once; only those of the state wait for each other.
    /// </summary>
    /// <param name="x">The sequence; its positions are the last axis but one.</param>
    /// <param name="width">The size of the state.</param>
    /// <param name="state">The state before the first position, (…, width); zeros if not given.</param>
    /// <param name="reverse">Whether to go from the last position to the first.</param>
    /// <param name="bias">Whether there are biases.</param>
    /// <param name="init">How the weights start; uniform on ±1/√width if not given.</param>
    /// <param name="name">The block's name in the parameters' names.</param>
    /// <exception cref="ShapeException">A size is not a positive constant, or the state has another shape.</exception>
    public static Tensor Gru(
        Tensor x, Dim width, Tensor? state = null, bool reverse = false, bool bias = true, Initializer? init = null, string name = "gru") =>
        GruWithState(x, width, state, reverse, bias, init, name).Outputs;

    /// <summary><see cref="Gru"/> with its last state, (…, width), beside all of them, (…, T, width).</summary>
    /// <param name="x">The sequence, (…, T, In).</param>
    /// <param name="width">The size of the state.</param>
    /// <param name="state">The state before the first position, (…, width); zeros if not given.</param>
    /// <param name="reverse">Whether to go from the last position to the first; the last state is then that of the first position.</param>
    /// <param name="bias">Whether there are biases.</param>
    /// <param name="init">How the weights start; uniform on ±1/√width if not given.</param>
    /// <param name="name">The block's name in the parameters' names.</param>
    /// <exception cref="ShapeException">A size is not a positive constant, or the state has another shape.</exception>
    public static (Tensor Outputs, Tensor State) GruWithState(
        Tensor x, Dim width, Tensor? state = null, bool reverse = false, bool bias = true, Initializer? init = null, string name = "gru")
    {
        using var scope = Definition.Current.Names.Open(name);
        var start = RecurrentInit(init, width);
        var inputs = GateInputs(x, width, GruGates, bias, start);
        var weights = GateRecurrences(width, GruGates, start);
        var shift = bias ? Parameter("candidateRecurrentBias", Zeros, width) : null;
        var (outputs, last) = Scan(inputs, -2, [StartState(x, width, state)], (at, before) =>
        {
            var next = GruStep(at, before[0], weights, shift);
            return ([next], [next]);
        }, reverse);
        return (outputs[0], last[0]);
    }

    /// <summary>
    /// One step of <see cref="Gru"/>, for a <see cref="Scan(Tensor, AxisRef, Tensor, Func{Tensor, Tensor, Tensor}, bool, bool, string)"/>
    /// that does more than that at each position. The parameters are the same.
    /// </summary>
    /// <param name="x">What stands at the position, (…, In).</param>
    /// <param name="state">The state before it, (…, Width).</param>
    /// <param name="bias">Whether there are biases.</param>
    /// <param name="init">How the weights start; uniform on ±1/√Width if not given.</param>
    /// <param name="name">The block's name in the parameters' names.</param>
    /// <returns>The next state, (…, Width).</returns>
    /// <exception cref="ShapeException">A last axis is not of constant size, or the other axes differ.</exception>
    public static Tensor GruCell(Tensor x, Tensor state, bool bias = true, Initializer? init = null, string name = "gru")
    {
        using var scope = Definition.Current.Names.Open(name);
        AxisRef last = -1;
        var width = state.Shape[last.In(state.Shape)].Size;
        var start = RecurrentInit(init, width);
        return GruStep(
            GateInputs(x, width, GruGates, bias, start), state, GateRecurrences(width, GruGates, start),
            bias ? Parameter("candidateRecurrentBias", Zeros, width) : null);
    }

    private static Tensor GruStep(Tensor[] inputs, Tensor state, Tensor[] weights, Tensor? shift)
    {
        var reset = Sigmoid(inputs[0] + Recur(state, weights[0]));
        var update = Sigmoid(inputs[1] + Recur(state, weights[1]));
        var recurrent = Recur(state, weights[2]);
        var candidate = Tanh(inputs[2] + (reset * (shift is null ? recurrent : recurrent + shift)));
        return candidate + (update * (state - candidate));
    }
}
