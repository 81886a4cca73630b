-- CreateEnum
CREATE TYPE "PracticeKind" AS ENUM ('Practice', 'Placement');

-- CreateEnum
CREATE TYPE "RatedKind" AS ENUM ('Item', 'Lab');

-- AlterTable
ALTER TABLE "Asking" ADD COLUMN     "ratedAt" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "PracticeSession" ADD COLUMN     "kind" "PracticeKind" NOT NULL DEFAULT 'Practice';

-- AlterTable
ALTER TABLE "Sitting" ADD COLUMN     "ratedAt" TIMESTAMP(3);

-- CreateTable
CREATE TABLE "PersonRating" (
    "personId" UUID NOT NULL,
    "belief" JSONB NOT NULL,
    "asOf" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "PersonRating_pkey" PRIMARY KEY ("personId")
);

-- CreateTable
CREATE TABLE "Difficulty" (
    "kind" "RatedKind" NOT NULL,
    "name" TEXT NOT NULL,
    "rating" DOUBLE PRECISION NOT NULL,
    "deviation" DOUBLE PRECISION NOT NULL,
    "answers" INTEGER NOT NULL,
    "shares" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "Difficulty_pkey" PRIMARY KEY ("kind","name")
);

-- CreateIndex
CREATE INDEX "Asking_ratedAt_answeredAt_idx" ON "Asking"("ratedAt", "answeredAt");

-- AddForeignKey
ALTER TABLE "PersonRating" ADD CONSTRAINT "PersonRating_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;
