-- CreateEnum
CREATE TYPE "PersonKind" AS ENUM ('Guest', 'Account');

-- CreateTable
CREATE TABLE "Person" (
    "id" UUID NOT NULL,
    "kind" "PersonKind" NOT NULL,
    "name" TEXT,
    "email" TEXT,
    "addressHash" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMP(3),

    CONSTRAINT "Person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Session" (
    "tokenHash" TEXT NOT NULL,
    "personId" UUID NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Session_pkey" PRIMARY KEY ("tokenHash")
);

-- CreateTable
CREATE TABLE "LabVersion" (
    "hash" TEXT NOT NULL,
    "lab" TEXT NOT NULL,
    "files" JSONB NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "LabVersion_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "Sitting" (
    "id" UUID NOT NULL,
    "ownerPersonId" UUID NOT NULL,
    "organisationId" UUID,
    "labVersionHash" TEXT NOT NULL,
    "lab" TEXT NOT NULL,
    "seed" INTEGER NOT NULL,
    "epochMs" BIGINT NOT NULL,
    "engineVersion" INTEGER NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMP(3),
    "expiresAt" TIMESTAMP(3),
    "leaseHolder" TEXT,
    "leaseEpoch" INTEGER NOT NULL DEFAULT 0,
    "leaseExpiresAt" TIMESTAMP(3),

    CONSTRAINT "Sitting_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Terminal" (
    "sittingId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "columns" INTEGER NOT NULL,
    "rows" INTEGER NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Terminal_pkey" PRIMARY KEY ("sittingId","number")
);

-- CreateTable
CREATE TABLE "Entry" (
    "sittingId" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "worldMs" BIGINT NOT NULL,
    "wallAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor" TEXT NOT NULL,
    "terminal" INTEGER,
    "clientId" TEXT,
    "clientSeq" INTEGER,
    "body" JSONB NOT NULL,

    CONSTRAINT "Entry_pkey" PRIMARY KEY ("sittingId","seq")
);

-- CreateTable
CREATE TABLE "Snapshot" (
    "sittingId" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "format" INTEGER NOT NULL,
    "engineVersion" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "body" BYTEA NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Snapshot_pkey" PRIMARY KEY ("sittingId","seq")
);

-- CreateTable
CREATE TABLE "Transcript" (
    "sittingId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "terminal" INTEGER NOT NULL,
    "text" BYTEA NOT NULL,
    "note" TEXT,

    CONSTRAINT "Transcript_pkey" PRIMARY KEY ("sittingId","number")
);

-- CreateTable
CREATE TABLE "Submission" (
    "id" UUID NOT NULL,
    "sittingId" UUID NOT NULL,
    "entrySeq" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Submission_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Score" (
    "id" UUID NOT NULL,
    "submissionId" UUID NOT NULL,
    "score" DOUBLE PRECISION NOT NULL,
    "maxScore" DOUBLE PRECISION NOT NULL,
    "undecided" DOUBLE PRECISION NOT NULL,
    "findings" JSONB NOT NULL,
    "labVersionHash" TEXT NOT NULL,
    "checkerVersion" INTEGER NOT NULL,
    "engineVersion" INTEGER NOT NULL,
    "notModelled" TEXT[],
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Score_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Person_email_key" ON "Person"("email");

-- CreateIndex
CREATE INDEX "Person_addressHash_idx" ON "Person"("addressHash");

-- CreateIndex
CREATE INDEX "Person_expiresAt_idx" ON "Person"("expiresAt");

-- CreateIndex
CREATE INDEX "Session_personId_idx" ON "Session"("personId");

-- CreateIndex
CREATE INDEX "Session_expiresAt_idx" ON "Session"("expiresAt");

-- CreateIndex
CREATE INDEX "LabVersion_lab_idx" ON "LabVersion"("lab");

-- CreateIndex
CREATE INDEX "Sitting_ownerPersonId_createdAt_idx" ON "Sitting"("ownerPersonId", "createdAt");

-- CreateIndex
CREATE INDEX "Sitting_organisationId_idx" ON "Sitting"("organisationId");

-- CreateIndex
CREATE INDEX "Sitting_expiresAt_idx" ON "Sitting"("expiresAt");

-- CreateIndex
CREATE INDEX "Entry_sittingId_clientId_clientSeq_idx" ON "Entry"("sittingId", "clientId", "clientSeq");

-- CreateIndex
CREATE INDEX "Submission_sittingId_createdAt_idx" ON "Submission"("sittingId", "createdAt");

-- CreateIndex
CREATE INDEX "Score_submissionId_idx" ON "Score"("submissionId");

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Sitting" ADD CONSTRAINT "Sitting_ownerPersonId_fkey" FOREIGN KEY ("ownerPersonId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Sitting" ADD CONSTRAINT "Sitting_labVersionHash_fkey" FOREIGN KEY ("labVersionHash") REFERENCES "LabVersion"("hash") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Terminal" ADD CONSTRAINT "Terminal_sittingId_fkey" FOREIGN KEY ("sittingId") REFERENCES "Sitting"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Entry" ADD CONSTRAINT "Entry_sittingId_fkey" FOREIGN KEY ("sittingId") REFERENCES "Sitting"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Snapshot" ADD CONSTRAINT "Snapshot_sittingId_fkey" FOREIGN KEY ("sittingId") REFERENCES "Sitting"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Transcript" ADD CONSTRAINT "Transcript_sittingId_fkey" FOREIGN KEY ("sittingId") REFERENCES "Sitting"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Submission" ADD CONSTRAINT "Submission_sittingId_fkey" FOREIGN KEY ("sittingId") REFERENCES "Sitting"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Score" ADD CONSTRAINT "Score_submissionId_fkey" FOREIGN KEY ("submissionId") REFERENCES "Submission"("id") ON DELETE CASCADE ON UPDATE CASCADE;
