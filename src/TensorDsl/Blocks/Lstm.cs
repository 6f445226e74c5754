namespace TensorDsl;

public static partial class Ops
{
    private static readonly string[] LstmGates = ["input", "forget", "candidate", "output"];

    /// <summary>
    /// A long short-term memory along the positions of a sequence
    /// (Hochreiter, Schmidhuber: Long Short-Term Memory, 1997; forget gates by Gers et al.: Learning to Forget, 1999):
    /// <code>
    /// i = sigmoid(x · inputWeight + inputBias + h · inputRecurrent)
    /// f = sigmoid(x · forgetWeight + forgetBias + h · forgetRecurrent)
    /// g = tanh(x · candidateWeight + candidateBias + h · candidateRecurrent)
    /// o = sigmoid(x · outputWeight + outputBias + h · outputRecurrent)
    /// c = f · c + i · g
    /// h = o · tanh(c)
    /// </code>
    /// <list type="table">
    /// <item><term>x</term><description>(…, T, In)</description></item>
    /// <item><term>weights</term><description>(In, <paramref name="width"/>), parameters <c>lstm.inputWeight</c>, <c>.forgetWeight</c>, <c>.candidateWeight</c>, <c>.outputWeight</c></description></item>
    /// <item><term>recurrent weights</term><description>(<paramref name="width"/>, <paramref name="width"/>), parameters <c>lstm.inputRecurrent</c> …</description></item>
    /// <item><term>biases</term><description>(<paramref name="width"/>), <c>inputBias</c> …; start at 0, <c>forgetBias</c> at 1 (Jozefowicz et al.: An Empirical Exploration of Recurrent Network Architectures, 2015)</description></item>
    /// <item><term>h, c</term><description>(…, <paramref name="width"/>): the state</description></item>
    /// <item><term>result</term><description>(…, T, <paramref name="width"/>): every position's h</description></item>
    /// </list>
    /// The products of x are made for all positions at once; only those of the state wait for each other.
    /// </summary>
    /// <param name="x">The sequence; its positions are the last axis but one.</param>
    /// <param name="width">The size of h and c.</param>
    /// <param name="state">h and c before the first position, (…, width) each; zeros if not given.</param>
    /// <param name="reverse">Whether to go from the last position to the first.</param>
    /// <param name="bias">Whether there are biases.</param>
    /// <param name="init">How the weights start; uniform on ±1/√width if not given.</param>
    /// <param name="name">The block's name in the parameters' names.</param>
    /// <exception cref="ShapeException">A size is not a positive constant, or the state has another shape.</exception>
    public static Tensor Lstm(
        Tensor x, Dim width, (Tensor H, Tensor C)? state = null, bool reverse = false, bool bias = true, Initializer? init = null,
        string name = "lstm") => LstmWithState(x, width, state, reverse, bias, init, name).Outputs;

    /// <summary><see cref="Lstm"/> with its last h and c, (…, width), beside every position's h, (…, T, width).</summary>
    /// <param name="x">The sequence, (…, T, In).</param>
    /// <param name="width">The size of h and c.</param>
    /// <param name="state">h and c before the first position, (…, width) each; zeros if not given.</param>
    /// <param name="reverse">Whether to go from the last position to the first; the last state is then that of the first position.</param>
    /// <param name="bias">Whether there are biases.</param>
    /// <param name="init">How the weights start; uniform on ±1/√width if not given.</param>
    /// <param name="name">The block's name in the parameters' names.</param>
    /// <exception cref="ShapeException">A size is not a positive constant, or the state has another shape.</exception>
    public static (Tensor Outputs, (Tensor H, Tensor C) State) LstmWithState(
        Tensor x, Dim width, (Tensor H, Tensor C)? state = null, bool reverse = false, bool bias = true, Initializer? init = null,
        string name = "lstm")
    {
        using var scope = Definition.Current.Names.Open(name);
        var start = RecurrentInit(init, width);
        var inputs = LstmInputs(x, width, bias, start);
        var weights = GateRecurrences(width, LstmGates, start);
        Tensor[] first = [StartState(x, width, state?.H), StartState(x, width, state?.C)];
        var (outputs, last) = Scan(inputs, -2, first, (at, before) =>
        {
            var (h, c) = LstmStep(at, before[0], before[1], weights);
            return ([h], [h, c]);
        }, reverse);
        return (outputs[0], (last[0], last[1]));
    }

    /// <summary>
    /// One step of <see cref="Lstm"/>, for a scan that does more than that at each position. The parameters are the same.
    /// </summary>
    /// <param name="x">What stands at the position, (…, In).</param>
    /// <param name="state">h and c before it, (…, Width) each.</param>
    /// <param name="bias">Whether there are biases.</param>
    /// <param name="init">How the weights start; uniform on ±1/√Width if not given.</param>
    /// <param name="name">The block's name in the parameters' names.</param>
    /// <returns>The next h and c, (…, Width) each.</returns>
    /// <exception cref="ShapeException">A last axis is not of constant size, or the other axes differ.</exception>
    public static (Tensor H, Tensor C) LstmCell(
        Tensor x, (Tensor H, Tensor C) state, bool bias = true, Initializer? init = null, string name = "lstm")
    {
        using var scope = Definition.Current.Names.Open(name);
        AxisRef last = -1;
        var width = state.H.Shape[last.In(state.H.Shape)].Size;
        var start = RecurrentInit(init, width);
        return LstmStep(LstmInputs(x, width, bias, start), state.H, state.C, GateRecurrences(width, LstmGates, start));
    }

    // A gate that starts open forgets nothing that training has not told it to.
    private static Tensor[] LstmInputs(Tensor x, Dim width, bool bias, Initializer init)
    {
        var inputs = GateInputs(x, width, LstmGates, bias: false, init);
        return !bias ? inputs
            : [.. inputs.Select((input, i) => input + Parameter(LstmGates[i] + "Bias", LstmGates[i] == "forget" ? Ones : Zeros, width))];
    }

    private static (Tensor H, Tensor C) LstmStep(Tensor[] inputs, Tensor h, Tensor c, Tensor[] weights)
    {
        var input = Sigmoid(inputs[0] + Recur(h, weights[0]));
        var forget = Sigmoid(inputs[1] + Recur(h, weights[1]));
        var candidate = Tanh(inputs[2] + Recur(h, weights[2]));
        var output = Sigmoid(inputs[3] + Recur(h, weights[3]));
        c = (forget * c) + (input * candidate);
        return (output * Tanh(c), c);
    }
}
