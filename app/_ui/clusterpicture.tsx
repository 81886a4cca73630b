import styles from './clusterpicture.module.css';
import { texts } from './texts.ts';

const words = texts.landing;

/**
 * A packet on its way from a client pod through a Service to one of two backend pods. Without motion it stands where
 * it was delivered.
 */
export function ClusterPicture() {
  return (
    <svg className={styles.picture} viewBox="0 0 440 372" role="img" aria-labelledby="cluster-title cluster-text">
      <title id="cluster-title">{words.pictureTitle}</title>
      <desc id="cluster-text">{words.pictureText}</desc>
      <Node y={8} name={words.nodeOne} nameY={34} />
      <Node y={214} name={words.nodeTwo} nameY={352} />
      <path className={styles.wire} d="M 148 90 H 264 M 336 118 V 240 M 336 186 H 108 V 240" />
      <Box x={28} y={62} width={120} lines={[words.client, words.clientWords]} />
      <Box x={264} y={62} width={144} lines={words.service.split(' ')} kind="rule" />
      <Box x={28} y={240} width={160} lines={[words.backendOne]} />
      <Box x={252} y={240} width={160} lines={[words.backendTwo]} />
      <text className={`${styles.address} ${styles.before}`} x={206} y={78} textAnchor="middle">
        {words.before}
      </text>
      <text className={`${styles.address} ${styles.after}`} x={214} y={176} textAnchor="middle">
        {words.after}
      </text>
      <text className={styles.fate} x={108} y={318} textAnchor="middle">
        ● {texts.fates.Delivered.word}
      </text>
      <rect className={styles.packet} x={-8} y={-6} width={16} height={12} rx={3} />
    </svg>
  );
}

function Node({ y, name, nameY }: { readonly y: number; readonly name: string; readonly nameY: number }) {
  return (
    <g>
      <rect className={styles.node} x={8} y={y} width={424} height={150} rx={12} />
      <text className={styles.nodeName} x={28} y={nameY}>
        {name}
      </text>
    </g>
  );
}

interface BoxProps {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly lines: readonly string[];
  readonly kind?: 'pod' | 'rule';
}

function Box({ x, y, width, lines, kind = 'pod' }: BoxProps) {
  const first = y + 33 - (lines.length - 1) * 9;
  return (
    <g>
      <rect className={styles[kind]} x={x} y={y} width={width} height={56} rx={8} />
      {lines.map((line, index) => (
        <text
          key={line}
          className={index === 0 ? styles.label : styles.detail}
          x={x + width / 2}
          y={first + index * 18}
          textAnchor="middle"
        >
          {line}
        </text>
      ))}
    </g>
  );
}
