-- AlterTable
ALTER TABLE "Asking" ADD COLUMN     "correctedAt" TIMESTAMP(3),
ADD COLUMN     "markedHash" TEXT,
ADD COLUMN     "shareBefore" DOUBLE PRECISION,
ADD COLUMN     "toldAt" TIMESTAMP(3);
