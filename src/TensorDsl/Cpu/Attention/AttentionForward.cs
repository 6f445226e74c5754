using System.Runtime.CompilerServices;

namespace TensorDsl.Cpu;

/// <content>The forward pass of one head.</content>
public static unsafe partial class Attention
{
    /// <summary>Rows whose running maximum and sum are kept at a time.</summary>
    private const int MaxChunk = 2048;

    private readonly struct ForwardPass<V, TMask>
        where V : unmanaged, ISimd<V>
        where TMask : struct, IMask
    {
        private readonly AttentionShape _shape;
        private readonly Matrix _q;
        private readonly Matrix _k;
        private readonly Matrix _v;
        private readonly Matrix _output;
        private readonly TMask _mask;
        private readonly float _scale;
        private readonly float* _lse;
        private readonly bool _isFew;
        private readonly int _block;
        private readonly nint _ld;
        private readonly int _ldv;
        private readonly float* _keyPanels;
        private readonly float* _valuePanels;
        private readonly float* _scores;
        private readonly float* _tile;
        private readonly float* _sums;

        public ForwardPass(
            float* scratch, AttentionShape shape, HeadView q, HeadView k, HeadView v, HeadView output, float* lse, float scale, TMask mask, int head)
        {
            int width = 2 * V.Width;
            int b = head / shape.H;
            int h = head % shape.H;
            _shape = shape;
            _q = q.Rows(b, 0, h);
            _k = k.Rows(b, 0, h);
            _v = v.Rows(b, 0, h);
            _output = output.Rows(b, 0, h);
            _lse = lse + ((nint)head * shape.T);
            _scale = scale;
            _mask = mask;
            _isFew = IsFew(shape);
            int rows = MicroKernel.MaxRows<V>();
            if (_isFew)
            {
                (_block, _ld, _ldv) = (SkinnyProduct.Strip, SkinnyProduct.Strip, SkinnyProduct.Strip);
            }
            else
            {
                _ldv = RoundUp(shape.DV, width);
                int most = PanelFloats / (shape.DK + _ldv) / width * width;
                _block = Math.Min(RoundUp(shape.S, width), Math.Clamp(most, width, 1024));

                // Padded, so that rows do not meet in the same cache sets.
                _ld = _block + 16;
                _keyPanels = Take(ref scratch, (nint)_block * shape.DK);
                _valuePanels = Take(ref scratch, (nint)_block * _ldv);
            }

            _scores = Take(ref scratch, rows * _ld);
            _tile = Take(ref scratch, (nint)rows * _ldv);
            _sums = Take(ref scratch, MaxChunk);
        }

        /// <summary>Rows t0 … t1 − 1, block of columns by block of columns.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int t0, int t1, in HeadsAhead ahead)
        {
            for (int t = t0; t < t1; t++)
                (_lse[t], _sums[t - t0]) = (float.NegativeInfinity, 0);
            int s0 = 0;
            do
            {
                int columns = Math.Min(_block, _shape.S - s0);
                bool last = s0 + columns == _shape.S;
                Prefetch(_q, t0, MicroKernel.Rows<V>(t1 - t0), _shape.DK);
                if (!_isFew)
                {
                    Pack.Panels<V>(new Matrix(_k.At(s0, 0), 1, _k.RowStride), _shape.DK, columns, _keyPanels);
                    Pack.Panels<V>(new Matrix(_v.At(s0, 0), _v.RowStride, 1), columns, _shape.DV, _valuePanels);
                }

                for (int t = t0, rows; t < t1; t += rows)
                {
                    rows = MicroKernel.Rows<V>(t1 - t);
                    Prefetch(_q, t + rows, Math.Min(rows, t1 - t - rows), _shape.DK);
                    Group(t, rows, t - t0, s0, columns, last);
                    if (last)
                        ahead.Rows(t, rows);
                }

                s0 += columns;
            }
            while (s0 < _shape.S);
            SaveLogarithms<V>(_lse + t0, _sums, t1 - t0);
        }

        /// <summary>A few rows against one block of columns.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private void Group(int t, int rows, int place, int s0, int columns, bool last)
        {
            int width = 2 * V.Width;
            var (low, high) = Range(_mask, t, t + rows, s0, columns, width);
            bool first = s0 == 0;
            if (low < high)
            {
                int end = End(_mask, t + rows - 1, s0, low, Math.Min(high, columns));
                Scores(t, rows, s0, low, end, high);
                for (int r = 0; r < rows; r++)
                {
                    float* row = _scores + (r * _ld);
                    float scale = Hide(_mask, row, t + r, s0, low, end, _scale) ? 1 : _scale;
                    float correction = Softmax<V>(row, low, End(_mask, t + r, s0, low, end), high, scale, ref _lse[t + r], ref _sums[place + r]);
                    if (!first)
                        Scale<V>(_output.At(t + r, 0), _tile + (r * _ldv), _shape.DV, correction);
                }

                Outputs(rows, s0, low, end, columns);
            }
            else if (!first)
            {
                for (int r = 0; r < rows; r++)
                    Scale<V>(_output.At(t + r, 0), _tile + (r * _ldv), _shape.DV, 1);
            }
            else
            {
                new Span<float>(_tile, rows * _ldv).Clear();
            }

            for (int r = 0; r < rows; r++)
            {
                float factor = 1;
                if (last)
                {
                    float sum = _sums[place + r];
                    factor = sum == 0 ? 0 : 1 / sum;
                }

                Scale<V>(_tile + (r * _ldv), _output.At(t + r, 0), _shape.DV, factor);
            }
        }

        /// <summary>Products of queries with keys; those from <paramref name="end"/> to <paramref name="high"/> count for nothing.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Scores(int t, int rows, int s0, int low, int end, int high)
        {
            float* panels = _keyPanels + ((nint)low * _shape.DK);
            if (_isFew)
                SkinnyProduct.Run<V>(_q.From(t, 0), _k.Transposed.From(0, s0 + low), rows, end - low, _shape.DK, _scores + low);
            else
                Multiply<V>(rows, _q.At(t, 0), _q.RowStride, 1, panels, _shape.DK, _shape.DK, _scores + low, _ld, high - low, false);
        }

        /// <summary>Sums of values by their weights, added to those of the blocks before.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Outputs(int rows, int s0, int low, int end, int columns)
        {
            bool first = s0 == 0;
            float* panels = _valuePanels + (low * 2 * V.Width);
            var weights = new Matrix(_scores + low, _ld, 1);
            if (!_isFew)
                Multiply<V>(rows, weights.Data, _ld, 1, panels, columns, end - low, _tile, _ldv, _ldv, !first);
            else if (first)
                SkinnyProduct.Run<V>(weights, _v.From(s0 + low, 0), rows, _shape.DV, end - low, _tile);
            else
                SkinnyProduct.Add<V>(weights, _v.From(s0 + low, 0), rows, _shape.DV, end - low, _tile);
        }
    }
}
