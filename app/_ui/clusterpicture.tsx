import styles from './clusterpicture.module.css';
import { texts } from './texts.ts';

const words = texts.landing;

/** A packet on its way from a client pod through a Service to a backend pod; it stands still with reduced motion. */
export function ClusterPicture() {
  return (
    <svg className={styles.picture} viewBox="0 0 640 220" role="img" aria-labelledby="cluster-title cluster-text">
      <title id="cluster-title">{words.pictureTitle}</title>
      <desc id="cluster-text">{words.pictureText}</desc>
      <Box x={16} y={24} width={280} height={172} label={words.node} isOuter />
      <Box x={344} y={24} width={280} height={172} label={words.node} isOuter />
      <path className={styles.wire} d="M 124 110 H 176 M 264 110 H 400 V 80 H 448 M 400 110 V 152 H 448" />
      <Box x={36} y={86} width={88} height={48} label={words.client} />
      <Box x={176} y={86} width={88} height={48} label={words.service} />
      <Box x={448} y={56} width={152} height={48} label={words.backend} />
      <Box x={448} y={128} width={152} height={48} label={words.backend} />
      <circle className={styles.packet} r={7} cx={124} cy={110} />
    </svg>
  );
}

interface BoxProps {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly label: string;
  readonly isOuter?: boolean;
}

function Box({ x, y, width, height, label, isOuter = false }: BoxProps) {
  return (
    <g>
      <rect className={isOuter ? styles.node : styles.box} x={x} y={y} width={width} height={height} rx={8} />
      <text
        className={styles.label}
        x={x + width / 2}
        y={isOuter ? y + 20 : y + height / 2}
        textAnchor="middle"
        dominantBaseline="middle"
      >
        {label}
      </text>
    </g>
  );
}
